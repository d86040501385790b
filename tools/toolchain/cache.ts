// Owns the folder of tools that all clones of a user share: where each tool lies, and how it gets there whole or not at all.

import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { isAlive } from "../../catalog/alive.ts";
import { Problems } from "../../catalog/problems.ts";
import type { Machine } from "./machine.ts";
import { broken, brokenQuickly, quietStat, writeStamp } from "./stamp.ts";

const PARTIAL = ".partial-";

/** The folder of all tools. */
export function toolsFolder(machine: Machine): string {
  return join(machine.cache, "tools");
}

/** Folder of one tool: `key` tells apart what the same version can be made from. */
export function toolFolder(machine: Machine, name: string, version: string, key: string): string {
  return join(toolsFolder(machine), `${name}-${version}-${key}`);
}

/** Whether `folder` holds all `executables` whole. A broken one is named in `report` and removed. */
export async function isWhole(
  folder: string,
  executables: readonly string[],
  report: (line: string) => void,
): Promise<boolean> {
  if (brokenQuickly(folder, executables) === undefined) return true;
  if (quietStat(folder) === undefined) return false;
  const reason = await broken(folder, executables);
  if (reason === undefined) return true;
  report(`${folder} is broken (${reason}), so it is made again`);
  await rm(folder, { recursive: true, force: true });
  return false;
}

/** Gives the folder `made` its stamp and its place; if another process was first, its tool stays. */
export async function publish(made: string, folder: string): Promise<void> {
  await writeStamp(made);
  try {
    await rename(made, folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
    await rm(made, { recursive: true, force: true });
  }
}

/** A new empty folder for making tools in, in the same file system as their place; those of dead processes are removed. */
export async function partialFolder(machine: Machine): Promise<string> {
  const tools = toolsFolder(machine);
  for (const name of await readdir(tools)) {
    if (name.startsWith(PARTIAL) && !isAlive(Number(name.slice(PARTIAL.length)))) {
      await rm(join(tools, name), { recursive: true, force: true });
    }
  }
  const folder = join(tools, `${PARTIAL}${process.pid}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  return folder;
}

/** Runs `work`, which writes into the cache; a full disk or a folder that cannot be written becomes Problems. */
export async function writingCache<T>(machine: Machine, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, path = machine.cache } = error as NodeJS.ErrnoException;
    const problem = CACHE_PROBLEMS[code ?? ""];
    if (problem === undefined || error instanceof Problems) throw error;
    throw new Problems("The tools cannot be kept", [{ path, ...problem }], { cause: error });
  }
}

const NOT_WRITABLE = {
  must: "this folder must be one that you can write",
  cure: "make it writable, or set XDG_CACHE_HOME to a folder that is",
};
const FULL = {
  must: "the disk must have room for the tools, about 400 MB",
  cure: "free some space, or set XDG_CACHE_HOME to a folder on a larger disk",
};
const CACHE_PROBLEMS: Readonly<Record<string, { must: string; cure: string }>> = {
  EACCES: NOT_WRITABLE,
  EPERM: NOT_WRITABLE,
  EROFS: NOT_WRITABLE,
  ENOTDIR: NOT_WRITABLE,
  ENOSPC: FULL,
  EDQUOT: FULL,
};
