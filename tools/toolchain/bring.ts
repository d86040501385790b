// Brings the tools that are missing into the cache: the vendor's download where its host answers, else a build from Go
// modules. One process does so at a time.

import { rmSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { throwProblems } from "../../catalog/problems.ts";
import { ARTIFACTS, type Artifact, type ArtifactName } from "./artifacts.ts";
import {
  isWhole,
  partialFolder,
  publish,
  removeUnused,
  toolFolder,
  toolsFolder,
  writingCache,
} from "./cache.ts";
import { checkVersions } from "./check.ts";
import { download } from "./download.ts";
import type { Builder } from "./go-build.ts";
import { onInterrupt } from "./interrupt.ts";
import { withLock } from "./lock.ts";
import type { Machine } from "./machine.ts";
import { recipeKey } from "./recipe.ts";
import { unreachable } from "./vendor.ts";

/** What bringing tools depends on; tests replace the vendor and the builder. */
export interface Setup {
  readonly machine: Machine;
  readonly report: (line: string) => void;
  /** Address of the vendors' downloads. */
  readonly vendor: string;
  readonly build: Builder;
}

/** Folder of a tool in the cache, if it is there and whole. */
export async function findCached(
  name: ArtifactName,
  { machine, report }: Setup,
): Promise<string | undefined> {
  const artifact = ARTIFACTS[name];
  for (const folder of [vendorFolder(artifact, machine), builtFolder(artifact, machine)]) {
    if (await isWhole(folder, Object.keys(artifact.packages), report)) return folder;
  }
  return undefined;
}

/** Brings each of `names` into the cache and gives its folder. Throws Problems with the cure for what cannot be had. */
export async function bring(
  names: readonly ArtifactName[],
  setup: Setup,
): Promise<Map<ArtifactName, string>> {
  const { machine, report } = setup;
  throwProblems(
    "The tools do not run here",
    names.filter((name) => !ARTIFACTS[name].os.includes(machine.os)).map((name) => doesNotRun(name, machine)),
  );
  return await writingCache(machine, async () => {
    await mkdir(toolsFolder(machine), { recursive: true });
    return await withLock(join(toolsFolder(machine), "lock"), report, async () => {
      const folders = new Map<ArtifactName, string>();
      // Another process may have brought them while this one waited.
      for (const name of names) {
        const folder = await findCached(name, setup);
        if (folder !== undefined) folders.set(name, folder);
      }
      const missing = names.filter((name) => !folders.has(name));
      if (missing.length > 0) await make(missing, setup, folders);
      return folders;
    });
  });
}

async function make(
  names: readonly ArtifactName[],
  setup: Setup,
  folders: Map<ArtifactName, string>,
): Promise<void> {
  const { machine, report } = setup;
  const partial = await partialFolder(machine);
  const forget = onInterrupt(() => rmSync(partial, { recursive: true, force: true }));
  try {
    const why = await unreachable(setup.vendor);
    if (why !== undefined) report(`${new URL(setup.vendor).host} cannot be reached (${why})`);
    const toBuild: Artifact[] = [];
    for (const name of names) {
      const artifact = ARTIFACTS[name];
      const folder = why === undefined ? await tryDownload(artifact, partial, setup) : undefined;
      if (folder === undefined) toBuild.push(artifact);
      else folders.set(name, folder);
    }
    // The vendor's archive of the CLI has the language host too: a built one gets ours in the same build.
    const host = ARTIFACTS["language-nodejs"];
    if (toBuild.includes(ARTIFACTS.pulumi) && !toBuild.includes(host)) toBuild.push(host);
    if (toBuild.length > 0) await setup.build(toBuild, partial, report);
    for (const artifact of toBuild) {
      const made = join(partial, artifact.name);
      await checkVersions(artifact, made, machine);
      const folder = builtFolder(artifact, machine);
      await publish(made, folder);
      folders.set(artifact.name, folder);
    }
    const all = Object.values(ARTIFACTS);
    const current = all.flatMap((artifact) => [
      vendorFolder(artifact, machine),
      builtFolder(artifact, machine),
    ]);
    await removeUnused(machine, current, report);
  } finally {
    forget();
    await rm(partial, { recursive: true, force: true });
  }
}

/** The tool as the vendor has it; undefined, with the reason in `report`, where that does not work out. */
async function tryDownload(artifact: Artifact, partial: string, setup: Setup): Promise<string | undefined> {
  const made = join(partial, artifact.name);
  try {
    await download(artifact, setup.vendor, setup.machine, made, setup.report);
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOSPC" || code === "EDQUOT") throw error;
    setup.report(`  ${artifact.name} is not taken from its vendor: ${(error as Error).message}`);
    return undefined;
  }
  const folder = vendorFolder(artifact, setup.machine);
  await publish(made, folder);
  return folder;
}

function vendorFolder({ name, version }: Artifact, machine: Machine): string {
  return toolFolder(machine, name, version, `${machine.os}-${machine.arch}`);
}

function builtFolder({ name, version, module }: Artifact, machine: Machine): string {
  return toolFolder(machine, name, version, recipeKey(machine, module));
}

function doesNotRun(name: ArtifactName, machine: Machine): { path: string; must: string; cure: string } {
  const cure =
    machine.os === "win32"
      ? "use the Windows Subsystem for Linux"
      : "start a Docker engine, which is then used instead";
  return {
    path: name,
    must: `it runs on ${ARTIFACTS[name].os.join(" and ")} only, and this is "${machine.os}"`,
    cure,
  };
}
