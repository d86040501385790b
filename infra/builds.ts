// Owns what the builds of a stack's functions read: contexts, and the recipes with the stack's bases and labels in them.
import {
  type CatalogFunction,
  composeRecipe,
  type FunctionContext,
  imageLabels,
  type Labels,
  neededBases,
  readProject,
  writeContexts,
} from "../catalog/index.ts";
import { namedByLabels, resolveBases } from "./bases.ts";
import { buildkitVersion } from "./builder/entry.ts";
import type { Registry } from "./registry/registry.ts";
import type { Settings } from "./settings.ts";

/** A function whose context is written. */
export interface PreparedFunction {
  readonly fn: CatalogFunction;
  readonly context: FunctionContext;
  /** What its image will say of itself. */
  readonly labels: Labels;
  /** Its whole Dockerfile, for `writeRecipe`. */
  readonly recipe: string;
}

/** Where the builds of a stack belong. */
export interface BuildsPlace {
  /** The project's root folder. */
  readonly root: string;
  /** The stack's folder in the clone's cache, relative to the root. */
  readonly folder: string;
  readonly settings: Pick<Settings, "bases" | "imagePrefix">;
  readonly registry: Registry;
  /** Told of steps that take long. Default: nobody. */
  readonly tell?: (line: string) => void;
}

/**
 * Writes the functions' contexts and composes their recipes.
 *
 * @returns one for each of `functions`, in their order
 * @throws Problems with what does not hold of their programs or of the bases
 */
export async function prepareFunctions(
  functions: readonly CatalogFunction[],
  { root, folder, settings, registry, tell = () => {} }: BuildsPlace,
): Promise<readonly PreparedFunction[]> {
  const needed = new Set(functions.flatMap(neededBases));
  const [contexts, bases, project] = await Promise.all([
    writeContexts(root, functions, `${folder}/contexts`, { tell }),
    resolveBases([...needed].sort(), settings, registry),
    readProject(root),
  ]);
  const made = { bases: namedByLabels(bases, settings.imagePrefix), project, buildkit: buildkitVersion };
  return functions.map((fn, at) => {
    const context = contexts[at] as FunctionContext;
    const labels = imageLabels(fn, { context, ...made });
    return { fn, context, labels, recipe: composeRecipe(fn, { bases, labels }) };
  });
}
