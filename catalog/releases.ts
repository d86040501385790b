// Owns the rules of releases: where floating tags may move, and whether what is published under a version is what would be built.
import compare from "semver/functions/compare.js";
import major from "semver/functions/major.js";
import minor from "semver/functions/minor.js";
import prerelease from "semver/functions/prerelease.js";
import { fingerprintLabel } from "./fingerprint.ts";
import type { CatalogFunction } from "./function.ts";
import { madeFromLabel, ociLabel } from "./labels.ts";
import type { Problem } from "./problems.ts";
import { isRelease, tagsOf } from "./version.ts";

/** An image's labels, by key. */
export type Labels = Readonly<Record<string, string>>;

/** What a registry has under a release's tag. */
export interface PublishedRelease {
  readonly digest: string;
  /** The entries of the index, or the one image that it is instead; `labels` are undefined where the registry has lost them. */
  readonly platforms: readonly { readonly platform: string; readonly labels: Labels | undefined }[];
  readonly isIndex: boolean;
}

/**
 * The tags that a version is published under beside what a registry has already: itself, and of the floating ones only those
 * of lines in which nothing newer is there, so that none ever moves backwards. Once it is published, the answer is the same.
 *
 * @param published all tags of the image in the registry
 */
export function releaseTags(version: string, published: readonly string[]): readonly string[] {
  const [own = version, line, ...rest] = tagsOf(version);
  if (line === undefined) return [own];
  const newer = published.filter(
    (tag) => isRelease(tag) && prerelease(tag) === null && compare(tag, version) > 0,
  );
  const inMajor = newer.filter((tag) => major(tag) === major(version));
  const inMinor = inMajor.filter((tag) => minor(tag) === minor(version));
  return [own, ...(inMinor.length === 0 ? [line] : []), ...(inMajor.length === 0 ? rest : [])];
}

/**
 * Why a release must not be published again, if so: the tag's image is not the one that would be built.
 *
 * @param labels those of the image that would be built
 * @param platforms those of its index
 */
export function releaseProblem(
  fn: Pick<CatalogFunction, "name" | "folder" | "version">,
  labels: Labels,
  published: PublishedRelease,
  platforms: readonly string[],
): Problem | undefined {
  const difference = describeDifference(fn, labels, published, platforms);
  if (difference === undefined) return undefined;
  return {
    path: `${fn.folder}/function.yaml`,
    must: `version "${fn.version}" is published and must stay as it is, but ${difference}`,
    cure: `run \`npm run bump -- ${fn.name} patch\``,
  };
}

/**
 * What is wrong where the same inputs gave another image than the one that is published: the builder is not what it should be,
 * or a step of the recipe varies.
 *
 * @param image `registry/path/name`
 * @param built digest of the build
 * @param published digest of the version's tag before it; undefined where there was none
 */
export function rebuildProblem(
  image: string,
  version: string,
  built: string,
  published: string | undefined,
): Problem | undefined {
  if (published === undefined || built === published) return undefined;
  const path = `${image}:${version}`;
  const must = `must be built to the digest that it is published with, "${published}", not "${built}"`;
  const undo = `docker buildx imagetools create --tag ${path} ${image}@${published}`;
  const cure = `see that its recipe gives the same image each time; where that was pushed, run \`${undo}\``;
  return { path, must, cure };
}

function describeDifference(
  fn: Pick<CatalogFunction, "name" | "version">,
  labels: Labels,
  { digest, platforms: found, isIndex }: PublishedRelease,
  wanted: readonly string[],
): string | undefined {
  const names = found.map(({ platform }) => platform).sort();
  if (!isIndex || names.join() !== [...wanted].sort().join()) {
    const what = isIndex ? `an index of ${names.join(", ")}` : `one image for ${names.join(", ")}`;
    return `its tag holds ${what}, not an index of ${wanted.join(", ")} (${digest})`;
  }
  const lost = found.filter((one) => one.labels === undefined).map(({ platform }) => platform);
  if (lost.length > 0) return `the registry has lost a part of it, for ${lost.join(", ")} (${digest})`;
  const foreign = found.filter((one) => one.labels?.[fingerprintLabel] === undefined);
  if (foreign.length > 0)
    return `its tag holds an image without the label \`${fingerprintLabel}\`, which another tool published (${digest})`;
  const other = found.find((one) => one.labels?.[fingerprintLabel] !== labels[fingerprintLabel])?.labels;
  if (other === undefined) return undefined;
  const [title, version] = [other[ociLabel("title")], other[ociLabel("version")]];
  if (title !== fn.name || version !== fn.version)
    return `its tag was moved by hand, to "${title}" "${version}" (${digest})`;
  return `this changed: ${changesBetween(other, labels).join(", ")}`;
}

/** The parts of an image that labels tell of, as users name them, in the order in which they are told. */
const parts: readonly (readonly [label: string, name: string, showsValue?: "value"])[] = [
  [ociLabel("base.digest"), "the base", "value"],
  [ociLabel("base.name"), "the base's name", "value"],
  [madeFromLabel("buildkit"), "BuildKit", "value"],
  [madeFromLabel("application"), "the application"],
  [madeFromLabel("recipe"), "the recipe"],
  [ociLabel("description"), "the description"],
  [ociLabel("licenses"), "the licences"],
  [ociLabel("source"), "the source's address"],
];

function changesBetween(before: Labels, after: Labels): readonly string[] {
  const changed = parts.filter(([label]) => before[label] !== after[label]);
  if (changed.length === 0) return ["a base that its recipe copies from, or how this project makes images"];
  return changed.map(([label, name, showsValue]) =>
    showsValue === undefined ? name : `${name} (${shorten(before[label])}, now ${shorten(after[label])})`,
  );
}

/** A value as it is told; of a digest the first twelve digits. */
function shorten(value = "none"): string {
  return value.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]+$/, "$1");
}
