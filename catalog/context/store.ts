// Owns writing a context: whole or not at all, with fixed modes and times, and only when it differs.
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { isAlive } from "../alive.ts";
import type { ContextFile } from "./files.ts";

/** Modification time of folders, in seconds since 1970. */
const folderTime = 315532800;
const folderMode = 0o755;
const temporary = /^\.(\d+)-/;

/**
 * Makes `folder` hold exactly `files` and the given folders, through a new folder that takes its place.
 *
 * @returns whether it had to be written
 */
export function storeContext(
  folder: string,
  files: readonly ContextFile[],
  folders: readonly string[],
): boolean {
  const wanted = new Set([...folders, ...files.flatMap(({ path }) => parents(path))]);
  if (isCurrent(folder, files, wanted)) return false;
  const name = folder.slice(dirname(folder).length + 1);
  const fresh = join(dirname(folder), `.${process.pid}-new-${name}`);
  const old = join(dirname(folder), `.${process.pid}-old-${name}`);
  rmSync(fresh, { recursive: true, force: true });
  writeTree(fresh, files, [...wanted].sort());
  for (let attempt = 1; ; attempt++) {
    try {
      rmSync(old, { recursive: true, force: true });
      if (existsSync(folder)) renameSync(folder, old);
      renameSync(fresh, folder);
      break;
    } catch (error) {
      // Another run may be replacing the same folder.
      if (attempt === 5) throw error;
    }
  }
  rmSync(old, { recursive: true, force: true });
  return true;
}

/** Removes contexts whose function is gone, and what an interrupted run has left. */
export function removeStale(outDir: string, isFunction: (name: string) => boolean): void {
  for (const name of existsSync(outDir) ? readdirSync(outDir) : []) {
    const owner = temporary.exec(name)?.[1];
    const isContext = existsSync(join(outDir, name, "check", "plan.json"));
    const stale = owner === undefined ? isContext && !isFunction(name) : !isAlive(Number(owner));
    if (stale) rmSync(join(outDir, name), { recursive: true, force: true });
  }
}

function writeTree(root: string, files: readonly ContextFile[], folders: readonly string[]): void {
  mkdirSync(root, { recursive: true });
  for (const folder of folders) mkdirSync(join(root, folder));
  for (const { path, read, mode, time } of files) {
    const file = join(root, path);
    writeWhole(file, read());
    chmodSync(file, mode);
    utimesSync(file, time, time);
  }
  for (const folder of [...folders].reverse().concat("")) {
    chmodSync(join(root, folder), folderMode);
    utimesSync(join(root, folder), folderTime, folderTime);
  }
}

/** Writes a file; an error names it, also that of a full disk, which names none by itself. */
function writeWhole(file: string, bytes: Uint8Array): void {
  try {
    writeFileSync(file, bytes);
  } catch (error) {
    throw Object.assign(error as Error, { path: file });
  }
}

/** Whether the folder is as it would be written; a file's time stands for its bytes, from which it follows. */
function isCurrent(root: string, files: readonly ContextFile[], folders: ReadonlySet<string>): boolean {
  const current = (path: string, mode: number, time: number, size?: number) => {
    const found = lstatSync(join(root, path), { throwIfNoEntry: false });
    const same = found !== undefined && (found.mode & 0o7777) === mode && found.mtimeMs === time * 1000;
    return same && (size === undefined ? found.isDirectory() : found.isFile() && found.size === size);
  };
  return (
    ["", ...folders].every((path) => current(path, folderMode, folderTime)) &&
    files.every(({ path, mode, time, size }) => current(path, mode, time, size))
  );
}

/** The folders above a file, outermost first. */
function parents(path: string): readonly string[] {
  const names = path.split("/").slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}
