// Owns reading a YAML file of the catalog into one mapping, with the lines of its keys.
import { CORE_SCHEMA, load, YAMLException } from "js-yaml";
import type { Report } from "./report.ts";

/** One YAML mapping. */
export interface YamlFile {
  readonly values: Readonly<Record<string, unknown>>;
  /** The path with the line of a top-level key, where it is found. */
  at(key: string): string;
}

/** How many values a file may have, those that its aliases repeat included: more of them than any declaration needs. */
const mostValues = 1000;

/** Parses `text`, the file `path`; reports and returns undefined when it is no mapping. */
export function parseMapping(path: string, text: string, report: Report): YamlFile | undefined {
  let values: unknown;
  try {
    values = load(text, { schema: CORE_SCHEMA });
  } catch (error) {
    reportSyntax(path, text, error, report);
    return undefined;
  }
  if (hasMore(values, mostValues)) {
    const must = `must have at most ${mostValues} values, those that its aliases stand for included`;
    report(path, must, "write less, and without aliases");
    return undefined;
  }
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    const found = values === null || values === undefined ? "an empty file" : JSON.stringify(values);
    report(
      path,
      `must be a mapping with \`description\` and \`version\`, not ${found}`,
      "write `key: value` lines",
    );
    return undefined;
  }
  const lines = new Map<string, number>();
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const key = line.replace(/^["']|["']?\s*:.*$/g, "");
    if (line.includes(":") && !lines.has(key)) lines.set(key, at + 1);
  }
  const at = (key: string) => (lines.has(key) ? `${path}:${lines.get(key)}` : path);
  return { values: values as Record<string, unknown>, at };
}

/** Whether a parsed text has more values than `most`, as if each alias were written out; those that hold themselves end too. */
function hasMore(value: unknown, most: number): boolean {
  let left = most;
  const visit = (inner: unknown): boolean => {
    if (left-- === 0) return true;
    return typeof inner === "object" && inner !== null && Object.values(inner).some(visit);
  };
  return visit(value);
}

function reportSyntax(path: string, text: string, error: unknown, report: Report): void {
  if (!(error instanceof YAMLException)) throw error;
  // The one error without a place.
  const mark = error.mark as typeof error.mark | undefined;
  if (mark === undefined) {
    report(path, `must be YAML: ${error.reason}`, "leave one document, and remove the `---` between them");
    return;
  }
  const line = mark.line + 1;
  const found = (text.split(/\r?\n/)[mark.line] ?? "").trim();
  const source = found.length > 80 ? `${found.slice(0, 80)}...` : found;
  if (error.reason === "duplicated mapping key") {
    report(
      `${path}:${line}`,
      `must have each key only once, not a second "${source}"`,
      "remove one of the two",
    );
    return;
  }
  report(`${path}:${line}`, `must be YAML: ${error.reason}, at "${source}"`, "mend the line");
}
