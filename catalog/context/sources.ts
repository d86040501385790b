// Owns reading a function's folder: which of its files can be in an image, and which only the catalog reads.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { listTree } from "../tree.ts";
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

/** Reads the folder of a function; paths are relative to it. */
export async function readFolderFiles(folder: string): Promise<FolderFiles> {
  const found = (await listTree(folder)).filter(({ kind }) => kind === "file");
  const files = found.map(({ path }) => {
    const executable = (statSync(join(folder, path)).mode & 0o111) !== 0;
    return contextFile(path, readFileSync(join(folder, path)), executable);
  });
  return {
    own: files.filter(({ path }) => !notShipped.test(path)),
    cases: files.filter(({ path }) => path.startsWith("cases/")),
  };
}
