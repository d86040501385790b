// Owns what a function may be called: its name is a part of an image's repository and may become a DNS name.
import type { Problem } from "../problems.ts";

/**
 * A DNS label (RFC 1123) that starts with a letter and has no two hyphens in a row; every one of them is a repository
 * component too: https://github.com/opencontainers/distribution-spec, "Pulling manifests".
 */
const namePattern = /^[a-z](-?[a-z0-9]){0,62}$/;

/** What is wrong with the name of a function or a case, if anything. */
export function nameProblem(
  name: string,
  what: "function" | "case",
): Required<Omit<Problem, "path">> | undefined {
  if (namePattern.test(name) && name.length <= 63) return undefined;
  const rule =
    "lower-case letters, digits and single hyphens, 63 at most, with a letter first and no hyphen last";
  const mended = mend(name);
  const cure = `rename it to ${mended === undefined ? `one such as "set-labels"` : `"${mended}"`}`;
  return { must: `the name of a ${what} must be ${rule}, not "${name}"`, cure };
}

/** The nearest good name, if there is an obvious one. */
function mend(name: string): string | undefined {
  const kebab = name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[-\d]+|-+$/g, "")
    .slice(0, 63);
  return namePattern.test(kebab) ? kebab : undefined;
}
