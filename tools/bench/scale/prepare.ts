// Owns what a measured project needs around its measurements: services, contexts and recipes, and an empty start.
import { rmSync } from "node:fs";
import { platforms, readCatalog, writeRecipe } from "../../../catalog/index.ts";
import { localBuilder } from "../../../infra/builder/local.ts";
import { prepareFunctions } from "../../../infra/builds.ts";
import { localRegistry } from "../../../infra/registry/local.ts";
import { clonePath } from "../../paths.ts";
import { stopServices } from "../../services/index.ts";
import { setUpStack } from "../../setup.ts";
import { ensureStack } from "../../stack/up.ts";
import type { BenchProject } from "./catalog.ts";
import type { Commands } from "./contenders.ts";

const stack = "dev";

/** Starts the project's services, publishes the base, and makes its stack and its builder. */
export async function setUp({ folder }: BenchProject): Promise<Commands> {
  const { paths } = await setUpStack(folder, stack);
  const { pulumi = "pulumi", buildx = "buildx" } = paths;
  await ensureStack(pulumi, folder);
  await localBuilder(folder, platforms);
  return { pulumi, buildx };
}

/** Writes the contexts and recipes of all functions as the program does. */
export async function prepare({ folder: root, registry: address }: BenchProject): Promise<void> {
  const settings = { bases: {}, imagePrefix: `${address}/program` };
  const registry = localRegistry(settings.imagePrefix, root);
  const folder = `.cache/stacks/${stack}`;
  const functions = await readCatalog(root, { version: stack });
  for (const { fn, recipe } of await prepareFunctions(functions, { root, folder, settings, registry }))
    writeRecipe(root, `${folder}/recipes`, fn.name, recipe);
}

/** Stops the services and removes what they stored, with the state; then sets all up again. */
export async function empty(project: BenchProject): Promise<void> {
  await stopServices(project.folder);
  for (const name of ["services", "state", "buildx", "manifests"]) {
    rmSync(clonePath(project.folder, name), { recursive: true, force: true });
  }
  await setUp(project);
}
