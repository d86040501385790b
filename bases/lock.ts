// Owns the lock of a base: which packages it is made of, by content, and what they must come to.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Docker's names of the architectures that a base is made for. */
export const architectures = ["amd64", "arm64"] as const;
export type Architecture = (typeof architectures)[number];

/** A package of npm. */
export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** Subresource integrity of the tarball: `sha512-` and base64. */
  readonly integrity: string;
}

/** A package of Debian, for one architecture. */
export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  /** SHA-256 of the .deb, hexadecimal. */
  readonly sha256: string;
}

/** The content of `bases/<name>/lock.json`. */
export interface Lock {
  /** Version of Node.js. */
  readonly version: string;
  readonly npm: Readonly<Record<Architecture, NpmPackage>>;
  readonly debian: Readonly<Record<Architecture, readonly DebianPackage[]>>;
  /** SHA-256 of the file tree that the packages come to: a change of the tools that changes the image is seen by it. */
  readonly trees: Readonly<Record<Architecture, string>>;
}

/** Path of a base's lock. */
export function lockFile(root: string, name: string): string {
  return join(root, "bases", name, "lock.json");
}

/** Reads a base's lock. */
export function readLock(root: string, name: string): Lock {
  return JSON.parse(readFileSync(lockFile(root, name), "utf8")) as Lock;
}

/** Writes a base's lock. */
export function writeLock(root: string, name: string, lock: Lock): void {
  writeFileSync(lockFile(root, name), `${JSON.stringify(lock, undefined, 2)}\n`);
}
