// Owns which files may stand in a function's folder: real ones that stay inside it, of names and sizes that every build can take.
import { readlinkSync } from "node:fs";
import { join } from "node:path";
import type { TreeEntry } from "../tree.ts";
import type { Report } from "./report.ts";

/** What a function's folder may hold at most; the bytes are those of one file. */
const most = { entries: 10_000, bytes: 32_000_000, readBytes: 64_000 } as const;
/** The files that the catalog itself parses. */
const parsed = new Set(["function.yaml", "Dockerfile"]);

/**
 * Reports every entry of a function's folder that is no file or folder, or whose name or size no build should get.
 *
 * @param tree all that is in the folder
 * @returns the paths of the files that can be read without harm; undefined where there are too many to go on
 */
export function readableFiles(
  root: string,
  folder: string,
  tree: readonly TreeEntry[],
  report: Report,
): ReadonlySet<string> | undefined {
  if (tree.length > most.entries) {
    const must = `must hold at most ${most.entries} files and folders, not "${tree.length}"`;
    report(folder, must, "remove what the function does not need, such as installed packages");
    return undefined;
  }
  const readable = new Set<string>();
  for (const entry of tree) {
    const problem = kindProblem(root, folder, entry) ?? nameProblem(entry) ?? sizeProblem(entry);
    if (problem !== undefined) report(shown(`${folder}/${entry.path}`), ...problem);
    else if (entry.kind === "file") readable.add(entry.path);
  }
  return readable;
}

type FileProblem = readonly [must: string, cure: string];

function kindProblem(root: string, folder: string, { path, kind }: TreeEntry): FileProblem | undefined {
  if (kind === "link") {
    const target = shown(readlinkSync(join(root, folder, path)));
    return [`must be a file or a folder, not a link to "${target}"`, "put the file itself there"];
  }
  if (kind !== "other") return undefined;
  return ["must be a file or a folder, not a device, a pipe or a socket", "remove it"];
}

/** Names that a layer, a log or another system would take for something else. */
function nameProblem({ path }: TreeEntry): FileProblem | undefined {
  const name = path.split("/").at(-1) ?? "";
  const rename = "rename it";
  if (/[\p{Cc}\p{Cf}\\]/u.test(name))
    return ["must have a name without control characters and backslashes", rename];
  if (name.startsWith(".."))
    return [`must have a name that does not begin with two dots, not "${name}"`, rename];
  // Source: OCI image layer specification, "Whiteouts".
  if (!name.startsWith(".wh.")) return undefined;
  return [`must have a name that does not begin with ".wh.", which deletes files of a layer below`, rename];
}

function sizeProblem({ path, size }: TreeEntry): FileProblem | undefined {
  const limit = parsed.has(path) ? most.readBytes : most.bytes;
  if (size <= limit) return undefined;
  const inMb = (bytes: number) => `${Number((bytes / 1e6).toPrecision(3))} MB`;
  const cure = "make it smaller; what a build needs and nobody ships can be made or fetched in the recipe";
  return [`must be at most ${inMb(limit)} large, not "${inMb(size)}"`, cure];
}

/** A name as one line that cannot pass for another. */
function shown(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
