// Tells a whole tool from a broken one: a folder of executables carries a stamp with the size and SHA-256 of each, written
// when all of them were there and had answered.

import { createHash } from "node:crypto";
import { createReadStream, readFileSync, type Stats, statSync } from "node:fs";
import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

const STAMP = "stamp.json";

interface Entry {
  readonly size: number;
  readonly mtimeMs: number;
  readonly sha256: string;
}

export type Stamp = Readonly<Record<string, Entry>>;

/** Writes the stamp of all executables in `folder`. */
export async function writeStamp(folder: string): Promise<void> {
  const entries: Record<string, Entry> = {};
  for (const name of (await readdir(folder)).sort()) {
    if (name === STAMP) continue;
    const file = join(folder, name);
    const found = await stat(file);
    if (!found.isFile()) continue;
    const { size, mtimeMs } = found;
    entries[name] = { size, mtimeMs, sha256: await sha256(file) };
  }
  await writeFile(join(folder, STAMP), `${JSON.stringify(entries, null, 2)}\n`);
}

/** What is wrong with the executables in `folder`, from their sizes, times and modes alone; undefined when they are whole. */
export function brokenQuickly(folder: string, names: readonly string[]): string | undefined {
  const stamp = findStamp(folder);
  if (stamp === undefined) return "it has no stamp";
  for (const name of new Set([...names, ...Object.keys(stamp)])) {
    const entry = stamp[name];
    if (entry === undefined) return `"${name}" is not in its stamp`;
    const found = quietStat(join(folder, name));
    if (found === undefined) return `"${name}" is missing`;
    if (found.size !== entry.size) return `"${name}" has ${found.size} bytes of ${entry.size}`;
    if ((found.mode & 0o111) === 0 && names.includes(name)) return `"${name}" is not executable`;
    if (found.mtimeMs !== entry.mtimeMs) return `"${name}" was written since`;
  }
  return undefined;
}

/** As `brokenQuickly`, but a file that only looks newer is read, and is whole if its bytes are. */
export async function broken(folder: string, names: readonly string[]): Promise<string | undefined> {
  const quick = brokenQuickly(folder, names);
  if (quick === undefined || !quick.endsWith("was written since")) return quick;
  for (const [name, entry] of Object.entries(findStamp(folder) ?? {})) {
    if ((await sha256(join(folder, name))) !== entry.sha256)
      return `"${name}" has other bytes than its stamp says`;
  }
  await writeStamp(folder);
  return brokenQuickly(folder, names);
}

export function findStamp(folder: string): Stamp | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, STAMP), "utf8"));
  } catch {
    return undefined;
  }
}

/** What `file` is, or undefined where there is none that can be looked at. */
export function quietStat(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** SHA-256 of a file, in hexadecimal. */
export async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
