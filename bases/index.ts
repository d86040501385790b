// Owns the names under which the repository's own bases are published.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Problems } from "../catalog/problems.ts";

/** Where a base of the repository is published, below a registry's image prefix. */
export interface OwnBase {
  /** Its folder's name below `bases/`. */
  readonly name: string;
  /** `bases/<name>`. */
  readonly repository: string;
  /** Its version and the first twelve hexadecimal digits of a hash of all that makes it: another content, another tag. */
  readonly tag: string;
}

/**
 * The base that `bases/<name>/` describes. Reads only that folder's few files.
 *
 * @throws Problems where there is no such base
 */
export function ownBase(root: string, name: string): OwnBase {
  const folder = join(root, "bases", name);
  if (!existsSync(join(folder, "lock.json"))) {
    const cure = `set \`bases.${name}\` of the stack to an image's reference by digest`;
    const must = "must be a folder with a lock.json, or the base must come from elsewhere";
    throw new Problems("A base image is unknown:", [{ path: `bases/${name}`, must, cure }]);
  }
  const hash = createHash("sha256");
  for (const file of readdirSync(folder).sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(folder, file)))
      .update("\0");
  const { version } = JSON.parse(readFileSync(join(folder, "lock.json"), "utf8")) as { version: string };
  return { name, repository: `bases/${name}`, tag: `${version}-${hash.digest("hex").slice(0, 12)}` };
}
