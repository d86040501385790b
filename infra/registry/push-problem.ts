// Owns telling what mends a push that failed.
import type { Problem } from "../../catalog/problems.ts";

/**
 * What is wrong where the errors of a build are about its push; undefined where they are about something else.
 *
 * @param errors as the provider tells them: `failed to push REFERENCE: REASON`
 */
export function pushProblem(errors: readonly string[]): Problem | undefined {
  for (const error of errors) {
    const [, reference, reason = ""] = /failed to push ([^\s"]+): (.+)/.exec(error) ?? [];
    if (reference === undefined) continue;
    const host = reference.split("/")[0] ?? "";
    const isRefused = /\b40[13]\b|unauthorized|forbidden|denied|authoriz/i.test(reason);
    const cure = isRefused
      ? `run \`docker login ${host}\` as a user who may push there`
      : `see that the builder reaches "${host}", or set another \`imagePrefix\``;
    return { path: reference, must: `must be taken by its registry, but: ${reason.trim()}`, cure };
  }
  return undefined;
}
