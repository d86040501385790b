// Owns what a measured project needs around its measurements: services, contexts and recipes, and an empty start.
import { rmSync } from "node:fs";
import {
  composeRecipe,
  imageLabels,
  neededBases,
  readCatalog,
  readProject,
  writeContexts,
  writeRecipe,
} from "../../../catalog/index.ts";
import { platforms } from "../../../catalog/platforms.ts";
import { namedByLabels, resolveBases } from "../../../infra/bases.ts";
import { buildkitVersion } from "../../../infra/builder/entry.ts";
import { localBuilder } from "../../../infra/builder/local.ts";
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
export async function prepare({ folder, registry: address }: BenchProject): Promise<void> {
  const imagePrefix = `${address}/program`;
  const registry = localRegistry(imagePrefix, folder);
  const [functions, project] = await Promise.all([
    readCatalog(folder, { version: stack }),
    readProject(folder),
  ]);
  const names = [...new Set(functions.flatMap(neededBases))].sort();
  const [contexts, bases] = await Promise.all([
    writeContexts(folder, functions, `.cache/stacks/${stack}/contexts`),
    resolveBases(names, { bases: {} }, registry),
  ]);
  const named = namedByLabels(bases, imagePrefix);
  for (const [at, fn] of functions.entries()) {
    const context = contexts[at];
    if (context === undefined) continue;
    const labels = imageLabels(fn, { context, bases: named, project, buildkit: buildkitVersion });
    await writeRecipe(
      folder,
      `.cache/stacks/${stack}/recipes`,
      fn.name,
      composeRecipe(fn, { bases, labels }),
    );
  }
}

/** Stops the services and removes what they stored, with the state; then sets all up again. */
export async function empty(project: BenchProject): Promise<void> {
  await stopServices(project.folder);
  for (const name of ["services", "state", "buildx", "manifests"]) {
    rmSync(clonePath(project.folder, name), { recursive: true, force: true });
  }
  await setUp(project);
}
