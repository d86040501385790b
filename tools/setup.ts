// Owns what a stack needs of this machine before Pulumi runs: tools, local services, the repository's own bases.
import { mkdirSync } from "node:fs";
import { pulumiEnvironment } from "./environment.ts";
import { clonePath } from "./paths.ts";
import { ensureBases } from "./services/bases.ts";
import { chooseServices, ensureServices, servicesTools } from "./services/index.ts";
import { readToolSettings } from "./settings.ts";
import { ensureTools, type Toolchain, type ToolName } from "./toolchain/index.ts";

/** The tools that every run of the program needs. */
const programTools: readonly ToolName[] = ["pulumi", "buildx"];

/** Tells the user about a step. On standard error: standard output belongs to Pulumi and to tables. */
export function report(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Makes sure of the tools that Pulumi needs and gives this process, and so its children, Pulumi's environment. */
export async function setUpTools(clone: string, more: readonly ToolName[] = []): Promise<Toolchain> {
  const toolchain = await ensureTools([...programTools, ...more], report);
  Object.assign(process.env, pulumiEnvironment(clone, toolchain));
  mkdirSync(clonePath(clone, "state"), { recursive: true });
  return toolchain;
}

/** Makes sure of all that `pulumi up` of a stack needs here. What is in place already costs some tens of milliseconds. */
export async function setUpStack(clone: string, stack: string): Promise<Toolchain> {
  const settings = readToolSettings(clone, stack);
  if (settings.registryPort === undefined && !settings.localBuilder) return await setUpTools(clone);
  const choice = await chooseServices(clone, settings, report);
  const toolchain = await setUpTools(clone, servicesTools(choice, settings));
  const services = await ensureServices(clone, settings, choice, toolchain.paths, report);
  await ensureBases(clone, settings, services, toolchain.paths, report);
  return toolchain;
}
