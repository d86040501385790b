// Owns writing the Dockerfiles that are built, beside the contexts.
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Writes the Dockerfile of a function, unless it is there already.
 *
 * @param folder of all Dockerfiles, relative to the root
 * @returns its path, relative to the root: `<folder>/<name>.Dockerfile`
 */
export async function writeRecipe(root: string, folder: string, name: string, text: string): Promise<string> {
  const path = `${folder}/${name}.Dockerfile`;
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, "utf8") === text) return path;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.${process.pid}`, text);
  await rename(`${file}.${process.pid}`, file);
  return path;
}
