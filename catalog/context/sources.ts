// Owns reading a function's folder: which of its files can be in an image, and which only the catalog reads.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CatalogFunction } from "../function.ts";
import { type ContextFile, contextFile } from "./files.ts";

/** What the repository says of a function and its image does not hold. */
const notShipped = /^(cases(\/|$)|(README\.md|Dockerfile|function\.yaml)$)/;

/** The files of a function's folder. */
export interface FolderFiles {
  /** Those that are of the catalog alone left out: what a recipe or a compiler gets. */
  readonly own: readonly ContextFile[];
  /** Those below `cases/`. */
  readonly cases: readonly ContextFile[];
}

/** Reads the files of a function; paths are relative to its folder. */
export function readFolderFiles(root: string, { folder, files: listed }: CatalogFunction): FolderFiles {
  const files = listed.map(({ path, executable }) =>
    contextFile(path, readFileSync(join(root, folder, path)), executable),
  );
  return {
    own: files.filter(({ path }) => !notShipped.test(path)),
    cases: files.filter(({ path }) => path.startsWith("cases/")),
  };
}
