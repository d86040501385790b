// Owns `npm run format`: formatting and lint rules that Biome can mend by itself.

import { runVisibly } from "../child.ts";
import { root } from "../paths.ts";
import { biome } from "../static.ts";

export const help = `
npm run format [-- FILES]

Formats the files (default: all) and mends what lint rules find, where that is safe.
`;

/** Mends and shows what is left; the exit code is Biome's. */
export async function run(args: readonly string[]): Promise<number> {
  const files = args.length === 0 ? ["."] : args;
  return await runVisibly(process.execPath, [biome, "check", "--write", ...files], { cwd: root });
}
