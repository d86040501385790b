// Owns which versions a function can have and which tags each one means.
// Only what is used: the whole package takes 20 ms to load.
import inc from "semver/functions/inc.js";
import major from "semver/functions/major.js";
import minor from "semver/functions/minor.js";
import parse from "semver/functions/parse.js";
import prerelease from "semver/functions/prerelease.js";
import valid from "semver/functions/valid.js";
import type { Problem } from "./problems.ts";

/** What an OCI registry takes as a tag: https://github.com/opencontainers/distribution-spec, "Pulling manifests". */
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const floatingPattern = /^v?\d+(\.\d+)?$/i;
const releaseLikePattern = /^v?\d+\.\d+\.\d+/i;

/** Whether `version` is a release, `vX.Y.Z` or `vX.Y.Z-prerelease`, which never changes once it is published. */
export function isRelease(version: string): boolean {
  return version.startsWith("v") && valid(version) === version.slice(1);
}

/**
 * The tags of a version, without the image's name.
 *
 * @param version a release or a plain tag, as {@link versionProblem} accepts it
 * @returns for `v1.2.3` itself and the floating `v1.2` and `v1`; for a prerelease or a plain tag only itself
 */
export function tagsOf(version: string): readonly string[] {
  if (!isRelease(version) || prerelease(version) !== null) return [version];
  return [version, `v${major(version)}.${minor(version)}`, `v${major(version)}`];
}

/** The part of a release that counts up. */
export type ReleasePart = "patch" | "minor" | "major";

/**
 * The release after `version`, by the rules of semver.org; a prerelease becomes the release that it leads to.
 *
 * @param version a release, as {@link isRelease} tells
 */
export function nextRelease(version: string, part: ReleasePart): string {
  return `v${inc(version, part)}`;
}

/** What is wrong with a function's version, if anything. */
export function versionProblem(version: string): Omit<Problem, "path"> | undefined {
  const must = (rule: string, cure: string) => ({
    must: `\`version\` must be ${rule}, not "${version}"`,
    cure,
  });
  if (isRelease(version) && tagPattern.test(version)) return undefined;
  if (version === "latest")
    return must("a release or a plain tag of its own", 'write a release such as "v1.0.0"');
  if (floatingPattern.test(version)) {
    const numbers = version.replace(/^v/i, "").split(".");
    const full = `v${[...numbers, "0", "0"].slice(0, 3).join(".")}`;
    return must("a whole release, since shorter tags float", `write "${full}"`);
  }
  if (releaseLikePattern.test(version) && !isRelease(version)) return releaseProblem(version, must);
  if (!tagPattern.test(version)) {
    const rule =
      'a tag of at most 128 letters, digits, "_", "." and "-", which starts with none of the last two';
    return must(rule, 'write a release such as "v1.0.0"');
  }
  return undefined;
}

/** What is wrong with a version that starts like a release and is none. */
function releaseProblem(version: string, must: (rule: string, cure: string) => Omit<Problem, "path">) {
  const parsed = parse(version.replace(/^v/i, ""), { loose: true });
  const cure = parsed === null ? 'write a release such as "v1.0.0"' : `write "v${parsed.version}"`;
  if (version.includes("+")) return must("without build metadata, which a tag cannot hold", cure);
  if (!version.startsWith("v")) return must('a release with "v" before it', cure);
  return must("a release vX.Y.Z or vX.Y.Z-prerelease by the rules of semver.org", cure);
}

/** What is wrong with a version that a stack sets for all functions, if anything: it must be a plain tag. */
export function plainTagProblem(version: string): Omit<Problem, "path"> | undefined {
  const plain = versionProblem(version) === undefined && !isRelease(version);
  if (plain) return undefined;
  const must = `must be a plain tag such as "dev", not "${version}"`;
  return { must, cure: "releases are versions that each function declares in its function.yaml" };
}
