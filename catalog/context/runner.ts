// Owns the bundle of the check's runner, the same for every function.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundleOptions } from "./bundle.ts";

/** Bytes of `check/run.cjs`. */
export async function bundleRunner(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    ...bundleOptions,
    absWorkingDir: fileURLToPath(new URL("../..", import.meta.url)),
    entryPoints: ["catalog/check/run.ts"],
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}
