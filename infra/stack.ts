// Owns what one stack declares: the registry, the builder and an image for every function, from settings and catalog.
import * as pulumi from "@pulumi/pulumi";
import {
  type CatalogFunction,
  composeRecipe,
  type FunctionContext,
  formatProblem,
  imageLabels,
  neededBases,
  Problems,
  platforms,
  readCatalog,
  readProject,
  refusalOf,
  writeContexts,
  writeRecipe,
} from "../catalog/index.ts";
import { namedByLabels, resolveBases } from "./bases.ts";
import { buildkitVersion } from "./builder/entry.ts";
import { openBuilder } from "./builder/index.ts";
import { type Cloud, openCloud } from "./cloud.ts";
import { declareImages, type FunctionOutput } from "./images.ts";
import { openRegistry } from "./registry/index.ts";
import type { Registry } from "./registry/registry.ts";
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
  const preparing = prepare(settings, registry, root, folder);
  const declaring = openCloud(settings, preparing);
  const wanted = pulumi.runtime.isDryRun() ? settings.previewBuilder : settings.builder;
  const place = { root, folder, platforms, cloud: declaring };
  const opening = Promise.all([openBuilder(wanted, place), readProject(root)]);
  opening.catch(() => {}); // Awaited below: the catalog's problems come first.
  const { functions, contexts, bases } = await preparing;
  const cloud = await declaring;
  const [builder, project] = await opening;
  const recipeOf = (fn: CatalogFunction, context: FunctionContext) => {
    const named = namedByLabels(bases, settings.imagePrefix);
    const labels = imageLabels(fn, { context, bases: named, project, buildkit: buildkitVersion });
    return writeRecipe(root, `${folder}/recipes`, fn.name, composeRecipe(fn, { bases, labels }));
  };
  const buildable = functions.map(async (fn, at) => {
    const context = contexts[at] as FunctionContext;
    return { fn, context, recipe: await recipeOf(fn, context) };
  });
  const needs = cloud.repository === undefined ? [] : [cloud.repository];
  const { publish } = settings;
  return {
    functions: declareImages(await Promise.all(buildable), { registry, builder, publish, needs }),
    imagePrefix: registry.imagePrefix,
    ...(cloud.identities === undefined ? {} : { identities: cloud.identities }),
  };
}

/** The functions, the folders that they are built from, and the bases that they build on. */
async function prepare(settings: Settings, registry: Registry, root: string, folder: string) {
  const functions = await readCatalog(root, settings);
  const needed = new Set(functions.flatMap(neededBases));
  const [contexts, bases] = await Promise.all([
    writeContexts(root, functions, `${folder}/contexts`),
    resolveBases([...needed].sort(), settings, registry),
  ]);
  return { functions, contexts, bases };
}
