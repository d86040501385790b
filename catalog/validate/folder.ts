// Owns the rules of one function's folder: which files it has, and that all of them stay inside it.
import { join } from "node:path";
import type { CatalogFunction, Declaration, Recipe } from "../function.ts";
import { readRecipe } from "../recipe/read.ts";
import { listTree, type TreeEntry } from "../tree.ts";
import { readCases } from "./cases.ts";
import { readDeclaration } from "./declaration.ts";
import { readableFiles } from "./files.ts";
import { nameProblem } from "./name.ts";
import { nearest } from "./nearest.ts";
import type { Report } from "./report.ts";
import { readText } from "./text.ts";

/** What holds for all functions. */
export interface Shared {
  /** The default recipe, if it could be read. */
  readonly recipe: Recipe | undefined;
  readonly draftCases: boolean;
}

/**
 * Reads `functions/<name>/`.
 *
 * @returns the function, or undefined after a report
 */
export function readFunction(
  root: string,
  name: string,
  { recipe, draftCases }: Shared,
  report: Report,
): CatalogFunction | undefined {
  const folder = `functions/${name}`;
  const problem = nameProblem(name, "function");
  if (problem !== undefined) report(folder, problem.must, problem.cure);
  const tree = listTree(join(root, folder));
  const readable = readableFiles(root, folder, tree, report);
  if (readable === undefined) return undefined;
  const own = tree.some(({ path }) => path === "Dockerfile");
  reportFiles(folder, tree, report);
  const declaration = declarationOf(root, folder, tree, readable, report);
  const cases = readCases(root, folder, { tree, readable }, draftCases, report);
  const ownRecipe = readable.has("Dockerfile") ? recipeOf(root, folder, report) : undefined;
  const used = own ? ownRecipe : recipe;
  if (declaration === undefined || used === undefined) return undefined;
  const files = tree.filter(({ kind }) => kind === "file");
  return { name, folder, ...declaration, files, cases, go: readable.has("go.mod"), recipe: used };
}

function reportFiles(folder: string, tree: readonly TreeEntry[], report: Report): void {
  const has = (file: string) => tree.some(({ path }) => path === file);
  if (!has("README.md"))
    report(`${folder}/README.md`, "must exist: it is what users read of the function", "write it");
  if (!has("Dockerfile") && has("go.mod")) {
    const must = "must exist: it says how the program of a function in Go becomes an image";
    report(`${folder}/Dockerfile`, must, "write it, as CONTRIBUTING.md shows");
  } else if (!has("Dockerfile") && !has("index.ts")) {
    const must = "must exist and export the function, where the folder has no Dockerfile of its own";
    report(`${folder}/index.ts`, must, "write it, or add a Dockerfile");
  }
  for (const { path } of tree.filter(({ path }) => has("go.mod") && /^(bin|LICENSES)$/.test(path))) {
    const must = "must not exist where the folder has a go.mod: what is compiled takes its place in `app/`";
    report(`${folder}/${path}`, must, "give it another name");
  }
  for (const { path } of tree.filter(({ path }) => path.split("/").at(-1)?.endsWith(".dockerignore"))) {
    report(
      `${folder}/${path}`,
      "must not exist: the context holds only what the program puts there",
      "remove it",
    );
  }
}

function declarationOf(
  root: string,
  folder: string,
  tree: readonly TreeEntry[],
  readable: ReadonlySet<string>,
  report: Report,
): Declaration | undefined {
  const path = `${folder}/function.yaml`;
  const files = tree.filter(({ kind }) => kind !== "folder").map(({ path }) => path);
  if (!files.includes("function.yaml")) {
    const meant = nearest("function.yaml", files);
    const cure =
      meant === undefined ? "write it; templates/function has an example" : `rename "${meant}" to it`;
    report(path, "must exist with a `description` and a `version`", cure);
    return undefined;
  }
  const text = readable.has("function.yaml") ? readText(root, path, report) : undefined;
  return text === undefined ? undefined : readDeclaration(path, text, report);
}

function recipeOf(root: string, folder: string, report: Report): Recipe | undefined {
  const path = `${folder}/Dockerfile`;
  const text = readText(root, path, report);
  return text === undefined ? undefined : readRecipe(path, text, true, report);
}
