// Owns listing the repository's files, for whoever makes a copy of it.
import { succeed } from "./child.ts";

/**
 * What git tracks or would track below `folder`, relative to it; what it ignores is left out.
 *
 * @throws Problems where `folder` is in no checkout
 */
export async function trackedFiles(folder: string): Promise<readonly string[]> {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const listed = await succeed("The repository cannot be copied:", "git", args, { cwd: folder });
  return listed.split("\0").filter((path) => path !== "");
}
