// Owns where the tools keep things: the clone's ignored cache, and the user's cache that all clones share.
import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The clone that these tools belong to. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A path inside a clone's `.cache/`. */
export function clonePath(clone: string, ...parts: readonly string[]): string {
  return join(clone, ".cache", ...parts);
}

/** A path inside the user's cache, which all clones share. */
export function userCache(...parts: readonly string[]): string {
  const base = process.env.XDG_CACHE_HOME ?? "";
  return join(base === "" ? join(homedir(), ".cache") : base, "krm-functions", ...parts);
}

/** What tells clones of one machine apart: eight hexadecimal digits of the clone's path. */
export function cloneId(clone: string): string {
  return createHash("sha256").update(clone).digest("hex").slice(0, 8);
}
