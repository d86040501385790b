// Owns the checks that run nothing: types, lint and workflows.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Finished, runQuietly } from "./child.ts";
import { root } from "./paths.ts";
import { ensureTools } from "./toolchain/index.ts";

/**
 * Runs actionlint over the workflows. Not with shellcheck and pyflakes, which it would use where they are installed: what
 * it finds is the same on every machine.
 */
export async function runActionlint(report: (line: string) => void): Promise<Finished> {
  const { paths } = await ensureTools(["actionlint"], report);
  const folder = join(root, ".github", "workflows");
  const files = readdirSync(folder).map((file) => join(folder, file));
  const args = ["-shellcheck=", "-pyflakes=", "-no-color", ...files];
  return await runQuietly(paths.actionlint ?? "actionlint", args, { cwd: root });
}

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
