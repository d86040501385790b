// Owns the images of a catalog: what each function's declaration becomes as a FunctionImage, and what the stack says of it.
import * as pulumi from "@pulumi/pulumi";
import {
  type CatalogFunction,
  type FunctionContext,
  formatProblem,
  rebuildProblem,
  tagsOf,
} from "../catalog/index.ts";
import { RegistryProblem } from "../oci/index.ts";
import type { Builder } from "./builder/builder.ts";
import { FunctionImage } from "./function-image.ts";
import type { ImageProvider } from "./image-provider.ts";
import type { PlatformManifests, Registry } from "./registry/registry.ts";
import type { PublishMode } from "./settings.ts";

/** A function, ready to be built. */
export interface BuildableFunction {
  readonly fn: CatalogFunction;
  readonly context: Pick<FunctionContext, "path">;
  /** Its whole Dockerfile, as a path relative to the project's root. */
  readonly recipe: string;
  /** The tags that it is published under. Default: all that its version means. */
  readonly tags?: readonly string[];
  /** Digest that its version is published with already: a build of the same must give the same. */
  readonly publishedDigest?: string;
}

/** Where the images of a stack are built and go. */
export interface ImagesArgs {
  readonly registry: Registry;
  readonly builder: Builder;
  readonly builtBy: ImageProvider;
  readonly publish: PublishMode;
  /** What must exist before an image can be pushed. */
  readonly needs?: readonly pulumi.Resource[];
}

/** What the stack says of a function. */
export interface FunctionOutput {
  readonly name: string;
  readonly version: string;
  /** Reference by digest, `registry/path/name@sha256:...`. */
  readonly ref: pulumi.Output<string>;
  /** Each `registry/path/name:tag`. */
  readonly tags: pulumi.Output<string[]>;
  /** The published platforms; empty where nothing is pushed, or where the program does not read the registry. */
  readonly platforms: pulumi.Output<PlatformManifests>;
}

/** Declares an image for every function. */
export function declareImages(
  functions: readonly BuildableFunction[],
  args: ImagesArgs,
): Readonly<Record<string, FunctionOutput>> {
  return Object.fromEntries(functions.map((one) => [one.fn.name, declareImage(one, args)]));
}

function declareImage(
  { fn, context, recipe, tags, publishedDigest }: BuildableFunction,
  { registry, builder, builtBy, publish, needs = [] }: ImagesArgs,
): FunctionOutput {
  const image = new FunctionImage(fn.name, {
    repository: `${registry.imagePrefix}/${fn.name}`,
    tags: tags ?? tagsOf(fn.version),
    context: context.path,
    recipe,
    publish,
    builder: builder.name,
    builderReady: builder.ready,
    needs,
    builtBy,
  });
  const platforms = pulumi.all([image.digest, image.ref]).apply(async ([digest, ref]) => {
    const name = `${registry.imagePrefix}/${fn.name}`;
    const problem = rebuildProblem(name, fn.version, digest, publishedDigest);
    if (problem !== undefined) throw new pulumi.RunError(formatProblem(problem));
    const manifests = publish === "push" ? await readManifests(registry, fn.name, digest) : {};
    return manifests ?? unpublished(ref);
  });
  return { name: fn.name, version: fn.version, ref: image.ref, tags: image.tags, platforms };
}

/** The published platforms; undefined where they are not there, or where a preview cannot ask the registry for them. */
async function readManifests({ manifests }: Registry, name: string, digest: string) {
  try {
    return await manifests(name, digest);
  } catch (error) {
    if (!(error instanceof RegistryProblem)) throw error;
    if (pulumi.runtime.isDryRun()) return undefined;
    throw new pulumi.RunError(error.message);
  }
}

/** In a preview the manifests of a new index are not known yet; after an update they must be there. */
function unpublished(ref: string): PlatformManifests {
  if (pulumi.runtime.isDryRun()) return pulumi.unknown as unknown as PlatformManifests;
  throw new pulumi.RunError(
    `${ref}: must be in the registry; run \`npm start\` (on another stack than dev \`pulumi refresh\`, then \`pulumi up\`), which publishes it again`,
  );
}
