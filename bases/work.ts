// Owns temporary folders: each is gone when its task has ended, or a day after its process was killed.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const prefix = "work-";
/** In milliseconds. Longer than any task; by age, since another machine or container may use the same cache. */
const oldest = 24 * 60 * 60 * 1000;

/** Runs `task` with a new folder below `parent`. */
export async function inWorkFolder<T>(parent: string, task: (folder: string) => Promise<T>): Promise<T> {
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent).filter((name) => name.startsWith(prefix))) {
    const made = statSync(join(parent, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - made > oldest) rmSync(join(parent, name), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(parent, prefix));
  try {
    return await task(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
