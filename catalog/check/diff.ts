// Owns showing how two texts differ, short enough to be read in a build's log.
import { structuredPatch } from "diff";

const longest = 60;

/**
 * A unified diff from `expected` to `actual`, its lines indented, at most 60 of them.
 *
 * @returns undefined where the two are equal
 */
export function showDiff(expected: string, actual: string): string | undefined {
  if (expected === actual) return undefined;
  const patch = structuredPatch("", "", expected, actual, "", "", { context: 3, maxEditLength: 1000 });
  if (patch === undefined) return firstDifference(expected, actual);
  const lines = patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...lines,
  ]);
  const shown = ["--- expected", "+++ actual", ...lines.slice(0, longest)];
  if (lines.length > longest) shown.push(`... and ${lines.length - longest} more lines of this diff`);
  return shown.map((line) => `  ${line.replaceAll("\r", "\\r")}`).join("\n");
}

/** For texts with next to nothing in common, whose diff would take long and tell little. */
function firstDifference(expected: string, actual: string): string {
  const [wanted, found] = [expected.split("\n"), actual.split("\n")];
  const index = wanted.findIndex((line, at) => line !== found[at]);
  const at = index < 0 ? wanted.length : index;
  return [
    `  the two differ almost everywhere, first in line ${at + 1}:`,
    `  -${wanted[at] ?? ""}`,
    `  +${found[at] ?? ""}`,
  ].join("\n");
}
