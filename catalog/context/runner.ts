// Owns the bundle of the check's runner, the same for every function.
import { fileURLToPath } from "node:url";
import { bundleOptions, recipeOf } from "./bundle.ts";
import { openKeptBundles, sourcesOf } from "./kept-bundles.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const entry = "catalog/check/run.ts";
/** No function can have this name. */
const name = ".runner";

/**
 * Bytes of `check/run.cjs`.
 *
 * @param folder where bundles are kept, with its whole path
 */
export async function bundleRunner(folder: string): Promise<Uint8Array> {
  const kept = openKeptBundles(root, folder);
  const found = kept.find(name, recipeOf(entry));
  if (found !== undefined) return found.code;
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    ...bundleOptions,
    absWorkingDir: root,
    entryPoints: [entry],
    metafile: true,
  });
  const code = outputFiles[0]?.contents ?? new Uint8Array();
  kept.keep(name, { code, inputs: [] }, { recipe: recipeOf(entry), sources: sourcesOf(entry, metafile) });
  return code;
}
