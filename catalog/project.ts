// Owns what the root package.json says of the whole project and every image repeats: its licence and where its source is.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Problems } from "./problems.ts";

/** The project that all functions belong to. */
export interface Project {
  /** SPDX licence expression of the project's own code. */
  readonly licence: string;
  /** Address of the source, if package.json has a `repository`. */
  readonly source?: string;
}

/**
 * Reads the project's licence and source from `package.json` in `root`.
 *
 * @throws Problems when the file cannot be read or has no `license`
 */
export async function readProject(root: string): Promise<Project> {
  const refuse = (must: string, cure: string, cause?: unknown) =>
    new Problems("The project cannot be read:", [{ path: "package.json", must, cure }], { cause });
  let manifest: { license?: unknown; repository?: unknown };
  try {
    manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  } catch (error) {
    throw refuse(`must be a readable JSON file: ${(error as Error).message}`, "mend it", error);
  }
  const { license, repository } = manifest;
  if (typeof license !== "string") throw refuse("must have a `license`", 'add `"license": "Apache-2.0"`');
  const url = typeof repository === "string" ? repository : (repository as { url?: string } | undefined)?.url;
  return url === undefined ? { licence: license } : { licence: license, source: sourceAddress(url) };
}

/** A package.json `repository` as an address that a browser opens. */
function sourceAddress(url: string): string {
  const shorthand = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(url);
  if (shorthand) return `https://github.com/${shorthand[1]}`;
  return url.replace(/^git\+/, "").replace(/\.git$/, "");
}
