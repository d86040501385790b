// Owns keeping what was read of a digest, for which no registry has to be asked again: what is under a digest never changes.
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

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

/** Keeps a value, whole or not at all. Two images may have the same digest, and be read at once. */
export async function keep(folder: string, digest: string, value: object): Promise<void> {
  const file = fileOf(folder, digest);
  await mkdir(folder, { recursive: true });
  const aside = `${file}.${randomUUID()}`;
  await writeFile(aside, JSON.stringify(value));
  await rename(aside, file);
}

function fileOf(folder: string, digest: string): string {
  return join(folder, `${digest.replace(":", "-")}.json`);
}
