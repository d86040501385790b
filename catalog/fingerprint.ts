// Owns the fingerprint of an image: one digest over all that makes it, by which a registry's copy is recognised.
import { createHash } from "node:crypto";

/** The image label that carries the fingerprint. */
export const fingerprintLabel = "io.krm-functions.fingerprint";

/**
 * Raised when what the program itself adds to a recipe changes an image: today one layer, copied from the check (V8's compiled code
 * of a bundle, else empty), and the labels of `imageLabels`.
 */
const format = 3;

/** All that makes an image; a check is no part of it, since a changed case must leave the image as it is. */
export interface Fingerprinted {
  /** `appDigest` of the function's context: what ships. */
  readonly appDigest: string;
  /** `recipe.text` of the function: the instructions up to the stage `function`. */
  readonly recipe: string;
  /** Reference by digest of every base that the recipe names, by the base's name. */
  readonly bases: Readonly<Record<string, string>>;
  /** The image's labels, without the fingerprint's own. */
  readonly labels: Readonly<Record<string, string>>;
  /** Version of BuildKit, which decides how layers and manifests are written, such as `v0.31.0`. */
  readonly buildkit: string;
}

/**
 * The fingerprint `sha256:<hex>` of an image. Only the digests of bases count, not the names they are pulled by, and the
 * order of keys does not matter.
 */
export function fingerprintOf({ appDigest, recipe, bases, labels, buildkit }: Fingerprinted): string {
  const digests = Object.fromEntries(
    Object.entries(bases).map(([name, ref]) => [name, ref.split("@").at(-1) ?? ref]),
  );
  const parts = [format, appDigest, recipe, sorted(digests), sorted(labels), buildkit];
  return `sha256:${createHash("sha256").update(JSON.stringify(parts)).digest("hex")}`;
}

/** Entries in the order of code units, which no locale changes. */
function sorted(record: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
