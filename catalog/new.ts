// Owns how a function starts: a working copy of the template under a new name.
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Problems } from "./problems.ts";
import { listTree } from "./tree.ts";
import { nameProblem } from "./validate/name.ts";

const template = "templates/function";
/** Stands for the function's name in the template. */
const placeholder = /\bNAME\b/g;

/**
 * Makes `functions/<name>/` from `templates/function/`: a function that passes its own cases.
 *
 * @returns the files made, relative to `root`, sorted
 * @throws Problems when the name is bad or taken, or the template is missing
 */
export async function newFunction(root: string, name: string): Promise<readonly string[]> {
  const folder = `functions/${name}`;
  const refuse = (path: string, must: string, cure: string) =>
    new Problems("The function cannot be made:", [{ path, must, cure }]);
  const bad = nameProblem(name, "function");
  if (bad !== undefined) throw refuse(folder, bad.must, bad.cure.replace("rename it to", "write"));
  if (existsSync(join(root, folder)))
    throw refuse(folder, `must not exist yet, but "${name}" is taken`, "choose another name");
  const files = listTree(join(root, template)).filter(({ kind }) => kind === "file");
  if (files.length === 0)
    throw refuse(template, "must hold the template of a function", "restore it with git");

  // Through a folder aside, so that the catalog never sees half a function.
  const aside = join(root, ".cache", `new-${process.pid}-${name}`);
  await rm(aside, { recursive: true, force: true });
  for (const { path } of files) {
    const text = await readFile(join(root, template, path), "utf8");
    await mkdir(dirname(join(aside, path)), { recursive: true });
    await writeFile(join(aside, path), text.replace(placeholder, name));
  }
  await mkdir(join(root, "functions"), { recursive: true });
  await rename(aside, join(root, folder));
  return files.map(({ path }) => `${folder}/${path}`);
}
