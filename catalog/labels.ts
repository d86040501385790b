// Owns the OCI labels that say what an image is and comes from.
import { createHash } from "node:crypto";
import type { FunctionContext } from "./context/write.ts";
import { fingerprintLabel, fingerprintOf } from "./fingerprint.ts";
import type { CatalogFunction } from "./function.ts";
import type { Project } from "./project.ts";

/** The label of a key of the OCI image specification, "Pre-Defined Annotation Keys", such as `base.digest`. */
export function ociLabel(key: string): string {
  return `org.opencontainers.image.${key}`;
}

/** A label that tells one part of what the fingerprint is taken over, so that it can be said what changed. */
export function madeFromLabel(part: "application" | "recipe" | "buildkit"): string {
  return `io.krm-functions.${part}`;
}

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
 * The labels of a function's image, with the keys of the OCI image specification. The same sources give the same labels: no
 * times and no commits.
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
  return Object.fromEntries(set.map(([key, value]) => [ociLabel(key), value]));
}

/** What a function's labels are made from. */
export interface LabelInputs {
  readonly context: Pick<FunctionContext, "appDigest" | "licences">;
  /** Reference by digest of every base of the recipe, by the base's name. */
  readonly bases: Readonly<Record<string, string>>;
  readonly project: Project;
  /** Version of BuildKit, such as `v0.31.0`. */
  readonly buildkit: string;
}

/** All labels of a function's image: what it is and comes from, what it is made from, and the fingerprint of all that. */
export function imageLabels(
  fn: CatalogFunction,
  { context, bases, project, buildkit }: LabelInputs,
): Readonly<Record<string, string>> {
  const base = fn.recipe.base === undefined ? undefined : bases[fn.recipe.base];
  const labels = ociLabels(fn, {
    licences: context.licences,
    ...(project.source === undefined ? {} : { source: project.source }),
    ...(base === undefined ? {} : { base }),
  });
  const own = Object.fromEntries(fn.recipe.bases.map((name) => [name, bases[name] ?? ""]));
  const { appDigest } = context;
  const fingerprint = fingerprintOf({ appDigest, recipe: fn.recipe.text, bases: own, labels, buildkit });
  return {
    ...labels,
    [madeFromLabel("application")]: appDigest,
    [madeFromLabel("recipe")]: `sha256:${createHash("sha256").update(fn.recipe.text).digest("hex")}`,
    [madeFromLabel("buildkit")]: buildkit,
    [fingerprintLabel]: fingerprint,
  };
}
