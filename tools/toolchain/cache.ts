// Owns the folder of tools that all clones of a user share: where each tool lies, how it gets there whole or not at all, and when
// it goes.

import { utimesSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { isAlive } from "../../catalog/alive.ts";
import { Problems } from "../../catalog/problems.ts";
import type { Machine } from "./machine.ts";
import { broken, brokenQuickly, findStamp, quietStat, writeStamp } from "./stamp.ts";

const PARTIAL = ".partial-";
const DAY = 24 * 3600 * 1000;
/** So many days a tool stays that no clone looks for. */
const KEPT = 30;

/** The folder of all tools. */
export function toolsFolder(machine: Machine): string {
  return join(machine.cache, "tools");
}

/** Folder of one tool: `key` tells apart what the same version can be made from. */
export function toolFolder(machine: Machine, name: string, version: string, key: string): string {
  return join(toolsFolder(machine), `${name}-${version}-${key}`);
}

/** Whether `folder` holds all `executables` whole; it is then in use. A broken one is named in `report` and removed. */
export async function isWhole(
  folder: string,
  executables: readonly string[],
  report: (line: string) => void,
): Promise<boolean> {
  if (brokenQuickly(folder, executables) === undefined) {
    markUsed(folder);
    return true;
  }
  if (quietStat(folder) === undefined) return false;
  const reason = await broken(folder, executables);
  if (reason === undefined) return true;
  report(`${folder} is broken (${reason}), so it is made again`);
  await rm(folder, { recursive: true, force: true });
  return false;
}

/** Sets the time of a tool's folder, at most once a day. */
function markUsed(folder: string): void {
  const now = Date.now();
  if (now - (quietStat(folder)?.mtimeMs ?? now) < DAY) return;
  try {
    utimesSync(folder, now / 1000, now / 1000);
  } catch {} // A cache that cannot be written loses no tools either.
}

/**
 * Removes the tools that no clone has looked for in a month, such as those of older versions, and names them in `report`.
 *
 * @param current folders of this clone's tools, which stay also where it was left alone for longer
 */
export async function removeUnused(
  machine: Machine,
  current: readonly string[],
  report: (line: string) => void,
): Promise<void> {
  for (const name of await readdir(toolsFolder(machine))) {
    const folder = join(toolsFolder(machine), name);
    const unused = Date.now() - (quietStat(folder)?.mtimeMs ?? Date.now()) > KEPT * DAY;
    if (!unused || current.includes(folder) || findStamp(folder) === undefined) continue;
    try {
      await rm(folder, { recursive: true, force: true });
      report(`  removed ${name}, which was not used for ${KEPT} days`);
    } catch {} // Another user's, in a cache that is shared: what was brought is there all the same.
  }
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
