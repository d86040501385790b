// Owns writing the Dockerfiles that are built, beside the contexts.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../write-whole.mjs";

/**
 * Writes the Dockerfile of a function, unless it is there already.
 *
 * @param folder of all Dockerfiles, relative to the root
 * @returns its path, relative to the root: `<folder>/<name>.Dockerfile`
 */
export function writeRecipe(root: string, folder: string, name: string, text: string): string {
  const path = `${folder}/${name}.Dockerfile`;
  const file = join(root, path);
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeWhole(file, text);
  return path;
}
