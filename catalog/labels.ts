// Owns the OCI labels that say what an image is and comes from.
import type { CatalogFunction } from "./function.ts";

/** What labels need beyond the function itself. */
export interface LabelSources {
  /** SPDX expression over all that is in the bundle: `licences` of the function's context. */
  readonly licences: string;
  /** Address of the project's source; left out where there is none. */
  readonly source?: string;
  /** The base of the stage `function`, `name@sha256:...`; left out for an image from scratch. */
  readonly base?: string;
}

/**
 * The labels of a function's image, with the keys of the OCI image specification, "Pre-Defined Annotation Keys". The same
 * sources give the same labels: no times and no commits.
 */
export function ociLabels(
  fn: Pick<CatalogFunction, "name" | "description" | "version">,
  { licences, source, base }: LabelSources,
): Readonly<Record<string, string>> {
  const [baseName, baseDigest] = base?.split("@") ?? [];
  const values = {
    title: fn.name,
    description: fn.description,
    version: fn.version,
    licenses: licences,
    source,
    "base.name": baseName,
    "base.digest": baseDigest,
  };
  const set = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(set.map(([key, value]) => [`org.opencontainers.image.${key}`, value]));
}
