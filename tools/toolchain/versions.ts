// Owns which version of each tool the project works with. tools/go/go.mod and tools/actionlint/go.mod pin the same for building them.
import { buildkitVersion } from "../../infra/builder/entry.ts";

export const PULUMI_VERSION = "3.245.0";
export const PROVIDER_VERSION = "0.0.22";
/** The one that the program names in fingerprints and gives to a builder in a container. */
export const BUILDKIT_VERSION = buildkitVersion.replace(/^v/, "");
export const BUILDX_VERSION = "0.35.0";
export const REGISTRY_VERSION = "3.0.0";
export const ACTIONLINT_VERSION = "1.7.12";

/** What an installed tool must be to be used. */
export interface Range {
  readonly min: string;
  /** The first version that is too new. */
  readonly below: string;
}

/**
 * BuildKit is exact, since another version can write the same image with another digest. Older buildx has no `--timeout` for
 * asking a builder, which the program sets. Another actionlint finds other things.
 */
export const ACCEPTED: Readonly<Record<"pulumi" | "buildx" | "buildkit" | "registry" | "actionlint", Range>> =
  {
    pulumi: { min: PULUMI_VERSION, below: "4.0.0" },
    buildx: { min: "0.32.0", below: "1.0.0" },
    buildkit: { min: BUILDKIT_VERSION, below: nextPatch(BUILDKIT_VERSION) },
    registry: { min: "2.7.0", below: "4.0.0" },
    actionlint: { min: ACTIONLINT_VERSION, below: nextPatch(ACTIONLINT_VERSION) },
  };

/** Whether `version` (such as `v0.31.0` or `2.8.2+ds1`) is in `range`. A pre-release counts as the one before its release. */
export function accepts(range: Range, version: string): boolean {
  const at = numbers(version);
  return at !== undefined && compare(at, numbers(range.min)) >= 0 && compare(at, numbers(range.below)) < 0;
}

/** The version after `version`, whose last number is one higher. */
function nextPatch(version: string): string {
  return version.replace(/\d+$/, (patch) => String(Number(patch) + 1));
}

/** A range as people say it: `0.31.0` or `2.7.0 or newer, below 4.0.0`. */
export function describeRange(range: Range): string {
  const exact = range.below === nextPatch(range.min);
  return exact ? range.min : `${range.min} or newer, below ${range.below}`;
}

/** Major, minor, patch, and -1 for a pre-release. */
function numbers(version: string): number[] | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(-)?/.exec(version);
  return match === null ? undefined : [...match.slice(1, 4).map(Number), match[4] === undefined ? 0 : -1];
}

function compare(a: readonly number[], b: readonly number[] = []): number {
  for (let i = 0; i < 4; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
