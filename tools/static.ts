// Owns the checks that run nothing: types and lint.
import { join } from "node:path";
import { type Finished, runQuietly } from "./child.ts";
import { root } from "./paths.ts";

/** Biome's program, run by Node.js. */
export const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");

/** Type checks the whole project. */
export function runTypeScript(): Promise<Finished> {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  return runQuietly(process.execPath, [tsc, "--noEmit", "--project", root], { cwd: root });
}

/** Runs Biome in the project. */
export function runBiome(args: readonly string[]): Promise<Finished> {
  return runQuietly(process.execPath, [biome, ...args, "--colors=off"], { cwd: root });
}
