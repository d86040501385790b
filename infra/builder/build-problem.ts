// Owns telling what mends a build that failed for the builder's sake: it went away, or its disk is full.
import type { Problem } from "../../catalog/problems.ts";
import { builderName } from "./entry.ts";

const path = `builder ${builderName}`;

/**
 * What is wrong where the errors of a build are about its builder; undefined where they are about something else.
 *
 * @param errors as the provider tells them
 */
export function buildProblem(errors: readonly string[]): Problem | undefined {
  const reasonOf = (pattern: RegExp) =>
    errors.map((error) => pattern.exec(error)?.[0]).find((found) => found !== undefined);
  const full = reasonOf(/[^\n]*(no space left on device|disk quota exceeded)/i);
  if (full !== undefined) {
    const cure = `free some on its machine (\`buildx prune --all --builder ${builderName}\` empties its cache), then run the command again`;
    return { path, must: `must have disk space left, but: ${shorten(full)}`, cure };
  }
  const gone = reasonOf(
    /[^\n]*(code = Unavailable|failed to [a-z ]+: Unavailable|connection refused|connection reset|closing transport|no such file or directory.*\.sock|failed to (dial|list workers))[^\n]*/i,
  );
  if (gone === undefined) return undefined;
  const cure = "run `npm start`, which starts it again where it is this machine's, and goes on";
  return { path, must: `must answer until the build ends, but: ${shorten(gone)}`, cure };
}

function shorten(reason: string): string {
  const text = reason.trim();
  return text.length > 300 ? `${text.slice(0, 300)}...` : text;
}
