// Owns writing the Dockerfiles that are built, beside the contexts.
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Writes the Dockerfile of a function, unless it is there already.
 *
 * @returns its path, relative to the root: `.cache/recipes/<name>.Dockerfile`
 */
export async function writeRecipe(root: string, name: string, text: string): Promise<string> {
  const path = `.cache/recipes/${name}.Dockerfile`;
  const file = join(root, path);
  if ((await readFile(file, "utf8").catch(() => undefined)) === text) return path;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.${process.pid}`, text);
  await rename(`${file}.${process.pid}`, file);
  return path;
}
