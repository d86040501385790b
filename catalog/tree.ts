// Owns listing what is in a folder, without following links, in the same order everywhere.
import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** What file managers leave in folders that were looked at: no part of a function, and not the same on another machine. */
const litter = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);

/** One entry below a folder. */
export interface TreeEntry {
  /** Path below the folder, with "/" between names. */
  readonly path: string;
  readonly kind: "file" | "folder" | "link" | "other";
}

/**
 * Everything below `folder`, folders before what is in them, sorted by code units; empty where there is no such folder.
 */
export async function listTree(folder: string): Promise<readonly TreeEntry[]> {
  const entries = await listBelow(folder, "");
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function listBelow(folder: string, prefix: string): Promise<TreeEntry[]> {
  const found = await readFolder(folder);
  const below = found.map(async (entry): Promise<TreeEntry[]> => {
    const path = prefix + entry.name;
    const own: TreeEntry = { path, kind: kindOf(entry) };
    return own.kind === "folder" ? [own, ...(await listBelow(join(folder, entry.name), `${path}/`))] : [own];
  });
  return (await Promise.all(below)).flat();
}

/** The entries of a folder without what file managers leave there; none where it does not exist. */
export async function readFolder(folder: string): Promise<Dirent[]> {
  try {
    return (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !litter.has(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function kindOf(entry: Dirent): TreeEntry["kind"] {
  if (entry.isSymbolicLink()) return "link";
  if (entry.isDirectory()) return "folder";
  return entry.isFile() ? "file" : "other";
}
