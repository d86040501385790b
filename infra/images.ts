// Owns the images of a catalog: what each function's declaration becomes as a FunctionImage, and what the stack says of it.
import * as pulumi from "@pulumi/pulumi";
import {
  baseArgument,
  type CatalogFunction,
  composeRecipe,
  type FunctionContext,
  fingerprintLabel,
  fingerprintOf,
  ociLabels,
  type Project,
  tagsOf,
} from "../catalog/index.ts";
import { builderName, buildkitVersion } from "./builder/entry.ts";
import { readFailedSteps } from "./builder/failed-check.ts";
import type { Builder } from "./builder/index.ts";
import { FunctionImage } from "./function-image.ts";
import type { PlatformManifests, Registry } from "./registry/index.ts";
import type { PublishMode } from "./settings.ts";

/** All that the images of a stack are declared from. */
export interface ImagesArgs {
  readonly functions: readonly CatalogFunction[];
  /** One for each of `functions`, in their order. */
  readonly contexts: readonly FunctionContext[];
  /** References by digest, by the base's name. */
  readonly bases: Readonly<Record<string, string>>;
  readonly registry: Registry;
  readonly builder: Builder;
  readonly project: Project;
  readonly publish: PublishMode;
}

/** What the stack says of a function. */
export interface FunctionOutput {
  readonly name: string;
  readonly version: string;
  /** Reference by digest, `registry/path/name@sha256:...`. */
  readonly ref: string;
  /** Each `registry/path/name:tag`. */
  readonly tags: readonly string[];
  /** The published platforms; empty where nothing is pushed, or where the program does not read the registry. */
  readonly platforms: PlatformManifests;
}

/** Declares an image for every function. */
export function declareImages(args: ImagesArgs): Readonly<Record<string, pulumi.Output<FunctionOutput>>> {
  const onError = reportFailures();
  return Object.fromEntries(
    args.functions.map((fn, at) => [
      fn.name,
      declareImage(fn, args.contexts[at] as FunctionContext, onError, args),
    ]),
  );
}

function declareImage(
  fn: CatalogFunction,
  context: FunctionContext,
  onError: pulumi.ErrorHook,
  { bases, registry, builder, project, publish }: ImagesArgs,
): pulumi.Output<FunctionOutput> {
  const image = new FunctionImage(fn.name, {
    repository: pulumi.interpolate`${registry.imagePrefix}/${fn.name}`,
    tags: tagsOf(fn.version),
    context: context.path,
    recipe: composeRecipe(fn),
    baseArgs: Object.fromEntries(
      [...new Set(["node", ...fn.recipe.bases])].map((base) => [baseArgument(base), bases[base] ?? ""]),
    ),
    labels: labelsOf(fn, context, bases, project),
    publish,
    builder: builder.name,
    onError,
  });
  return pulumi.all([image.ref, image.tags, image.digest]).apply(async ([ref, tags, digest]) => {
    const manifests = publish === "push" ? await registry.manifests(fn.name, digest) : {};
    return { name: fn.name, version: fn.version, ref, tags, platforms: manifests ?? unpublished(ref) };
  });
}

/** In a preview the manifests of a new index are not known yet; after an update they must be there. */
function unpublished(ref: string): PlatformManifests {
  if (pulumi.runtime.isDryRun()) return pulumi.unknown as unknown as PlatformManifests;
  throw new pulumi.RunError(`${ref}: must be in the registry; run \`npm start\`, which publishes it again`);
}

/** Says what the failed steps of a function's build printed, such as the differences of its cases. */
function reportFailures(): pulumi.ErrorHook {
  return new pulumi.ErrorHook("report-failed-build", async ({ name }) => {
    const steps = await readFailedSteps(builderName, name);
    if (steps !== "") await pulumi.log.error(`${name}: its build failed:\n${steps}`);
    return false; // The same sources would fail again.
  });
}

function labelsOf(
  fn: CatalogFunction,
  { appDigest, licences }: FunctionContext,
  bases: Readonly<Record<string, string>>,
  project: Project,
): Record<string, string> {
  const base = fn.recipe.base === undefined ? undefined : bases[fn.recipe.base];
  const labels = ociLabels(fn, {
    licences,
    ...(project.source === undefined ? {} : { source: project.source }),
    ...(base === undefined ? {} : { base }),
  });
  const own = Object.fromEntries(fn.recipe.bases.map((name) => [name, bases[name] ?? ""]));
  const fingerprint = fingerprintOf({
    appDigest,
    recipe: fn.recipe.text,
    bases: own,
    labels,
    buildkit: buildkitVersion,
  });
  return { ...labels, [fingerprintLabel]: fingerprint };
}
