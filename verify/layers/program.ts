// Owns finding the program that an image starts in the image's layers, as a container's file system has it.
import { posix } from "node:path";
import { type LayerFile, type LayerFiles, plainPath } from "./scan.ts";

const usualPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/** As many as Linux follows: path_resolution(7). */
const mostLinks = 40;

/** The program of an image. */
export interface FoundProgram {
  /** Its absolute path, behind all links. */
  readonly path: string;
  readonly file: LayerFile;
}

/**
 * Finds what an ENTRYPOINT starts; undefined where no file is there.
 *
 * @param name its first word: a path, or a name to be found in the folders of PATH
 * @param env the image's environment, such as `PATH=/nodejs/bin:/bin`
 * @param layers the lowest first
 */
export function findProgram(
  name: string,
  env: readonly string[],
  layers: readonly LayerFiles[],
): FoundProgram | undefined {
  const path = env.find((variable) => variable.startsWith("PATH="))?.slice("PATH=".length) || usualPath;
  const candidates = name.includes("/") ? [name] : path.split(":").map((folder) => posix.join(folder, name));
  for (const candidate of candidates) {
    const found = follow(candidate, layers);
    if (found?.file.kind === "file") return found;
  }
  return undefined;
}

/** The file at a path, with every link on the way followed. */
function follow(path: string, layers: readonly LayerFiles[]): FoundProgram | undefined {
  let left = plainPath(path).split("/");
  let at = "";
  for (let links = 0; left.length > 0; ) {
    const [name = "", ...rest] = left;
    const here = name === ".." ? parentOf(at) : plainPath(`${at}/${name}`);
    const file = here === "" ? undefined : fileAt(here, layers);
    if (file?.kind === "link" || file?.kind === "same") {
      if (++links > mostLinks) return undefined;
      const isFromRoot = file.kind === "same" || file.target.startsWith("/");
      left = [...plainPath(file.target).split("/"), ...rest];
      at = isFromRoot ? "" : parentOf(here);
      continue;
    }
    // A layer need not have entries for the folders of its files.
    if (file === undefined && rest.length === 0) return undefined;
    if (rest.length === 0 && file !== undefined) return { path: `/${here}`, file };
    at = here;
    left = rest;
  }
  return undefined;
}

/** What the highest layer that says anything of a path says of it. */
function fileAt(path: string, layers: readonly LayerFiles[]): LayerFile | undefined {
  for (let level = layers.length - 1; level >= 0; level--) {
    const files = layers[level] ?? {};
    if (Object.hasOwn(files, path)) return files[path];
    if (isRemoved(path, files)) return undefined;
  }
  return undefined;
}

/**
 * Whether a layer takes a path of the layers below away, with its own whiteout or with one of a folder above it.
 * Source: OCI image specification, "Image Layer Filesystem Changeset", Whiteouts.
 */
function isRemoved(path: string, files: LayerFiles): boolean {
  for (let at = path; at !== ""; at = parentOf(at)) {
    const folder = parentOf(at);
    const name = at.slice(folder === "" ? 0 : folder.length + 1);
    const inFolder = (file: string) => Object.hasOwn(files, folder === "" ? file : `${folder}/${file}`);
    if (inFolder(`.wh.${name}`) || inFolder(".wh..wh..opq")) return true;
  }
  return false;
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}
