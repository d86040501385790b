// Owns what a stack needs of this machine before Pulumi runs: tools, local services, the repository's own bases.
import { mkdirSync } from "node:fs";
import { pulumiEnvironment } from "./environment.ts";
import { clonePath } from "./paths.ts";
import { ensureBases } from "./services/bases.ts";
import { chooseServices, ensureServices, servicesTools } from "./services/index.ts";
import { readPlace, readToolSettings, type ToolSettings } from "./settings.ts";
import { requireCloud } from "./stack/cloud.ts";
import { localStack } from "./stack/up.ts";
import { ensureTools, type Toolchain, type ToolName } from "./toolchain/index.ts";

/** The tools that every run of the program needs. */
const programTools: readonly ToolName[] = ["pulumi", "buildx"];

/** Tells the user about a step. On standard error: standard output belongs to Pulumi and to tables. */
export function report(line: string): void {
  process.stderr.write(`${line}\n`);
}

/**
 * Makes sure of the tools that Pulumi needs and gives this process, and so its children, Pulumi's environment.
 *
 * @param stack the one whose state Pulumi is to find
 */
export async function setUpTools(
  clone: string,
  more: readonly ToolName[] = [],
  stack = localStack,
): Promise<Toolchain> {
  const toolchain = await ensureTools([...programTools, ...more], report);
  Object.assign(process.env, pulumiEnvironment(clone, toolchain, readPlace(clone, stack)));
  mkdirSync(clonePath(clone, "state"), { recursive: true });
  return toolchain;
}

/** Makes sure of all that `pulumi up` of a stack needs here. What is in place already costs some tens of milliseconds. */
export async function setUpStack(clone: string, stack: string): Promise<Toolchain> {
  const settings = readToolSettings(clone, stack);
  if (settings.registryPort === undefined && !settings.localBuilder)
    return await setUpPulumi(clone, stack, settings);
  const choice = await chooseServices(clone, settings, report);
  const toolchain = await setUpPulumi(clone, stack, settings, servicesTools(choice, settings));
  const services = await ensureServices(clone, settings, choice, toolchain.paths, report);
  await ensureBases(clone, settings, services, toolchain.paths, report);
  return toolchain;
}

/** Makes sure of the tools, and of what a stack on GCP needs beside them. */
async function setUpPulumi(
  clone: string,
  stack: string,
  settings: ToolSettings,
  more: readonly ToolName[] = [],
): Promise<Toolchain> {
  const toolchain = await setUpTools(clone, more, stack);
  if (settings.onGcp) await requireCloud(clone, stack);
  // The engine would fetch GCP's providers too, which no resource of such a stack has. (Another may have left GCP behind.)
  if (settings.registryPort !== undefined) process.env.PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION ??= "true";
  return toolchain;
}
