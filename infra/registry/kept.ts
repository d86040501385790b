// Owns keeping what was read of a digest, for which no registry has to be asked again: what is under a digest never changes.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../catalog/write-whole.mjs";

/** What was kept of a digest in `folder`; undefined where nothing was, or half a file of a machine that stopped. */
export function readKept<T>(folder: string, digest: string): T | undefined {
  const file = fileOf(folder, digest);
  if (!existsSync(file)) return undefined;
  try {
    // At once: the asynchronous way takes five times as long for a small file, which counts with hundreds of functions.
    return JSON.parse(readFileSync(file, "utf8")) as T;
  } catch {
    return undefined;
  }
}

/** Keeps a value. */
export function keep(folder: string, digest: string, value: object): void {
  writeWhole(fileOf(folder, digest), JSON.stringify(value));
}

function fileOf(folder: string, digest: string): string {
  return join(folder, `${digest.replace(":", "-")}.json`);
}
