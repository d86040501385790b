// Makes sure of the tools that the project runs: what is installed is used, else what the vendors publish, else a build
// from pinned Go modules, kept in the user's cache for all clones.

import { delimiter } from "node:path";
import { ARTIFACTS, type ArtifactName } from "./artifacts.ts";
import { bring, findCached, type Setup } from "./bring.ts";
import { goBuilder } from "./go-build.ts";
import { findInstalled } from "./installed.ts";
import { readMachine } from "./machine.ts";
import { completePulumi, hasForeignProvider, pulumiHome } from "./pulumi.ts";
import { VENDOR } from "./vendor.ts";

/** `pulumi`: CLI, Node.js language host and docker-build provider. `buildkit`: buildkitd and buildctl. */
export type ToolName = "pulumi" | "buildx" | "buildkit" | "registry" | "actionlint";

export interface Toolchain {
  /** Executable -> absolute path. `buildx` may be Docker's plugin, which runs alone as well: `PATH ARGUMENTS`. */
  readonly paths: Readonly<Record<string, string>>;
  /** What a child process needs: PATH as a whole, and Pulumi's own variables. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Makes sure of `names` and tells long steps in `report`. With all in place it only looks at files.
 * Throws Problems with the cure for what cannot be had.
 *
 * @param replaced what tests put in the place of the machine, the vendors and the Go command
 */
export async function ensureTools(
  names: readonly ToolName[],
  report: (line: string) => void,
  replaced: Partial<Omit<Setup, "report">> = {},
): Promise<Toolchain> {
  const machine = replaced.machine ?? readMachine();
  const { vendor = VENDOR, build = goBuilder(machine.env) } = replaced;
  const setup: Setup = { machine, report, vendor, build };

  const paths: Record<string, string> = {};
  const folders = new Map<ArtifactName, string>();
  const notUsed: string[] = [];
  const missing: ArtifactName[] = [];
  for (const name of new Set(names)) {
    const installed = await findInstalled(name, machine, (line) => notUsed.push(line));
    if (installed !== undefined) {
      Object.assign(paths, installed.paths);
      continue;
    }
    const cached = await findCached(name, setup);
    if (cached !== undefined) folders.set(name, cached);
    else missing.push(name);
  }
  if (missing.length > 0) {
    for (const line of notUsed) report(line);
    for (const [name, folder] of await bring(withProvider(missing, setup), setup)) folders.set(name, folder);
  }
  for (const name of new Set(names)) {
    const folder = folders.get(name);
    if (folder === undefined) continue;
    for (const executable of Object.keys(ARTIFACTS[name].packages))
      paths[executable] = `${folder}/${executable}`;
  }

  const pulumi = paths.pulumi && (await completePulumi(paths.pulumi, folders.has("pulumi"), setup));
  const own = names.flatMap((name) => folders.get(name) ?? []);
  const path = [...own, ...machine.path, ...(pulumi ? pulumi.lastOnPath : [])];
  return { paths, env: { PATH: [...new Set(path)].join(delimiter), ...(pulumi ? pulumi.env : {}) } };
}

/** With a missing CLI the provider is brought too, so that one build makes both. */
function withProvider(missing: readonly ArtifactName[], { machine }: Setup): ArtifactName[] {
  const needed = missing.includes("pulumi") && !hasForeignProvider(pulumiHome(machine, true));
  return needed ? [...missing, "docker-build"] : [...missing];
}
