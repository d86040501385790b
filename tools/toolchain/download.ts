// Brings a tool as its vendor publishes it: downloads, compares with the vendor's checksum, unpacks.

import { execFile } from "node:child_process";
import { chmod, mkdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import type { Artifact } from "./artifacts.ts";
import { checkVersions } from "./check.ts";
import type { Machine } from "./machine.ts";
import { sha256 } from "./stamp.ts";
import { fetchFile, fetchText } from "./vendor.ts";

/** Puts the executables of `artifact` into the folder `into`. Throws, leaving rubbish in `into`, when that cannot be. */
export async function download(
  artifact: Artifact,
  base: string,
  machine: Machine,
  into: string,
  report: (line: string) => void,
): Promise<void> {
  const source = artifact.download(machine);
  const expected =
    source.checksums && checksumOf(await fetchText(base, source.checksums), basename(source.path));
  if (source.checksums !== undefined && expected === undefined) {
    throw new Error(`${new URL(source.checksums, base)} must have a checksum of "${basename(source.path)}"`);
  }
  report(`Downloading ${artifact.name} ${artifact.version} from ${new URL(base).host}`);
  const file = `${into}.download`;
  try {
    await fetchFile(base, source.path, file, report);
    const actual = await sha256(file);
    if (expected !== undefined && actual !== expected) {
      throw new Error(
        `${new URL(source.path, base)} must have SHA-256 "${expected}", but it has "${actual}"`,
      );
    }
    if (source.strip === undefined) await placeExecutable(artifact, file, into);
    else {
      await mkdir(into, { recursive: true });
      await promisify(execFile)("tar", ["-xzf", file, "-C", into, `--strip-components=${source.strip}`]);
    }
    await checkVersions(artifact, into, machine);
  } finally {
    await rm(file, { force: true });
  }
}

async function placeExecutable(artifact: Artifact, file: string, into: string): Promise<void> {
  const [name] = Object.keys(artifact.packages);
  await mkdir(into, { recursive: true });
  await chmod(file, 0o755);
  await rename(file, join(into, name ?? artifact.name));
}

/** The checksum of `name` in a file of lines `SHA-256  name`, or in one that is a single checksum. */
export function checksumOf(text: string, name: string): string | undefined {
  const lines = text.split("\n").map((line) => line.trim().split(/\s+\*?/));
  const own = lines.find(([hash, file]) => isSha256(hash) && file !== undefined && basename(file) === name);
  const hashes = lines.filter(([hash]) => isSha256(hash));
  const single = hashes.length === 1 && hashes[0]?.length === 1 ? hashes[0] : undefined;
  return (own ?? single)?.[0]?.toLowerCase();
}

function isSha256(text: string | undefined): boolean {
  return text !== undefined && /^[0-9a-f]{64}$/i.test(text);
}
