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
    const must = `must be taken by its registry, but: ${reason.trim()}`;
    return { path: reference, must, cure: cureOf(reason, reference.split("/")[0] ?? "") };
  }
  return undefined;
}

/** What to do, by what the registry or the way to it said. */
function cureOf(reason: string, host: string): string {
  if (/\b40[13]\b|unauthorized|forbidden|denied|authoriz/i.test(reason))
    return `run \`docker login ${host}\` as a user who may push there`;
  if (/\b429\b|too many requests|toomanyrequests|rate limit/i.test(reason))
    return "wait until the registry takes more requests, then run the command again with `--parallel 2`";
  if (isUnreachable(reason)) return `see that the builder reaches "${host}", or set another \`imagePrefix\``;
  return `see the log and the disk of "${host}", then run the command again, which goes on`;
}

/** Whether no registry answered, rather than one that failed. */
function isUnreachable(reason: string): boolean {
  return /failed to do request|dial |no such host|connection re|EOF|i\/o timeout|x509|tls:/i.test(reason);
}
