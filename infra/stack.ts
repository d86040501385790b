// Owns what one stack declares: the registry, the builder and an image for every function, from settings and catalog.
import { setImmediate } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import {
  type CatalogFunction,
  formatProblem,
  Problems,
  platforms,
  readCatalog,
  refusalOf,
  writeRecipe,
} from "../catalog/index.ts";
import { openBuilder } from "./builder/index.ts";
import { prepareFunctions } from "./builds.ts";
import { type Cloud, openCloud } from "./cloud.ts";
import { openImageProvider } from "./image-provider.ts";
import { declareImages, type FunctionOutput } from "./images.ts";
import { openRegistry } from "./registry/index.ts";
import type { Registry } from "./registry/registry.ts";
import { type Answer, askRegistry } from "./releases/ask.ts";
import { guardReleases } from "./releases/guard.ts";
import { readSettings, type Settings } from "./settings.ts";

/** What a stack puts out. */
export interface StackOutputs {
  /** By function: its name, version, reference by digest, tags and platforms. */
  readonly functions: Readonly<Record<string, FunctionOutput>>;
  /** What every image's name starts with. */
  readonly imagePrefix: string;
  /** Whom the workflows act as, where the stack declares that. */
  readonly identities?: Cloud["identities"];
}

/**
 * Declares the stack whose settings the current configuration has.
 *
 * @param root the project's root folder
 * @throws pulumi.RunError with all problems of the settings, of the catalog, or of the machine, before anything is built
 */
export async function declareStack(root: string): Promise<StackOutputs> {
  try {
    return await declare(await settingsOf(root), root);
  } catch (error) {
    const refusal = refusalOf(error, root);
    if (refusal !== undefined) throw new pulumi.RunError(formatProblem(refusal));
    throw error instanceof Problems ? new pulumi.RunError(error.message) : error;
  }
}

/** The stack's settings; where they do not hold, what does not hold in the catalog is told with them. */
async function settingsOf(root: string): Promise<Settings> {
  try {
    const keys = Object.keys(pulumi.runtime.allConfig());
    return readSettings(new pulumi.Config(), pulumi.getStack(), keys);
  } catch (error) {
    const more: unknown = await readCatalog(root).catch((reason: unknown) => reason);
    if (!(error instanceof Problems && more instanceof Problems)) throw error;
    throw new pulumi.RunError(`${error.message}\n${more.message}`);
  }
}

async function declare(settings: Settings, root: string): Promise<StackOutputs> {
  // Its version, labels and bases are the stack's: another stack may run at the same time in the same clone.
  const folder = `.cache/stacks/${pulumi.getStack()}`;
  const registry = openRegistry(settings, root);
  const builtBy = openImageProvider(settings.publish);
  // Once the builder was asked: it answers, and the provider starts, while the catalog is read.
  const preparing = setImmediate().then(() => prepare(settings, registry, root, folder));
  const declaring = openCloud(settings, preparing);
  const wanted = pulumi.runtime.isDryRun() ? settings.previewBuilder : settings.builder;
  const place = { root, folder, platforms, cloud: declaring };
  const opening = openBuilder(wanted, place);
  for (const later of [declaring, opening]) later.catch(() => {}); // Awaited below: the catalog's problems come first.
  const buildable = await preparing;
  const cloud = await declaring;
  const builder = await opening;
  const needs = cloud.repository === undefined ? [] : [cloud.repository];
  const { publish } = settings;
  return {
    functions: declareImages(buildable, { registry, builder, builtBy, publish, needs }),
    imagePrefix: registry.imagePrefix,
    ...(cloud.identities === undefined ? {} : { identities: cloud.identities }),
  };
}

/** The functions with all that their builds read, where each may be published. */
async function prepare(settings: Settings, registry: Registry, root: string, folder: string) {
  const functions = await readCatalog(root, settings);
  const asking = askPublished(settings, functions, root);
  asking.catch(() => {}); // Awaited below: the answers come while the functions are bundled.
  const tell = (line: string) => pulumi.log.info(line);
  const prepared = await prepareFunctions(functions, { root, folder, settings, registry, tell });
  const createsRegistry = settings.registry.kind === "artifact-registry";
  const wanted = { imagePrefix: settings.imagePrefix, createsRegistry, platforms };
  const releases = await guardReleases(prepared, await asking, wanted);
  return prepared.map(({ fn, context, recipe }) => {
    const path = writeRecipe(root, `${folder}/recipes`, fn.name, recipe);
    return { fn, context, recipe: path, ...releases.get(fn.name) };
  });
}

/** What the registry has of each function, where the stack guards its releases. */
async function askPublished(
  { guardReleases, publish, imagePrefix }: Settings,
  functions: readonly CatalogFunction[],
  root: string,
): Promise<ReadonlyMap<string, Answer>> {
  if (!guardReleases || publish !== "push") return new Map();
  return await askRegistry(functions, imagePrefix, root, !pulumi.runtime.isDryRun());
}
