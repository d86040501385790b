// Owns how the program of a written context is started on this machine, outside a container.
import { join } from "node:path";
import type { CatalogFunction } from "../function.ts";
import { hostArchitecture } from "./go/compile.ts";

/**
 * What a function's entrypoint starts, on this process's Node.js or as compiled for this machine; undefined where only its image
 * has that.
 *
 * @param app the folder `app/` of its context, with its whole path
 */
export function commandOutside(
  { recipe, go }: Pick<CatalogFunction, "recipe" | "go">,
  app: string,
): readonly string[] | undefined {
  const args = recipe.entrypoint.slice(1);
  if (!recipe.own) return [process.execPath, ...args.map((word) => word.replace(/^\/app(?=\/)/, app))];
  const architecture = go ? hostArchitecture() : undefined;
  return architecture && [join(app, "bin", architecture, "function"), ...args];
}
