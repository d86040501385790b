// Owns reading a function's folder: which of its files can be in an image, and which only the catalog reads.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CaseTexts } from "../check/case.ts";
import type { CatalogFunction } from "../function.ts";
import { type ContextFile, contextFile } from "./files.ts";

/** What the repository says of a function and its image does not hold. */
const notShipped = /^(cases(\/|$)|(README\.md|Dockerfile|function\.yaml)$)/;

/** The files of a function's folder. */
export interface FolderFiles {
  /** What a recipe of the function's own or a compiler gets; none where a bundle takes what it needs. */
  readonly own: readonly ContextFile[];
  /** The texts of those below `cases/`, by the cases' names, sorted. */
  readonly cases: Readonly<Record<string, CaseTexts>>;
}

/** Reads the files of a function; paths are relative to its folder. */
export function readFolderFiles(
  root: string,
  { folder, files, cases, recipe }: CatalogFunction,
): FolderFiles {
  const own = (recipe.own ? files : [])
    .filter(({ path }) => !notShipped.test(path))
    .map(({ path, executable }) => contextFile(path, readFileSync(join(root, folder, path)), executable));
  const texts = (name: string) => {
    const prefix = `cases/${name}/`;
    const paths = files.map(({ path }) => path).filter((path) => path.startsWith(prefix));
    const read = (path: string) => [
      path.slice(prefix.length),
      readFileSync(join(root, folder, path), "utf8"),
    ];
    return Object.fromEntries(paths.map(read)) as CaseTexts;
  };
  return { own, cases: Object.fromEntries(cases.map((name) => [name, texts(name)])) };
}
