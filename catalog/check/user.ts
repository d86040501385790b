// Owns the check that kpt can start the image: it runs every function as the user `nobody`.
// Source: kpt, the container runtime of `pkg/fn/runtime`, which passes `--user nobody`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CaseFailure } from "./cases.ts";

/**
 * What is wrong where the file system at `root` has no user `nobody`: without that line in /etc/passwd a container runtime
 * refuses the name.
 */
export function checkUser(root: string): readonly CaseFailure[] {
  if (/^nobody:/m.test(readIfThere(join(root, "etc", "passwd")))) return [];
  const must =
    'the image must have a user "nobody" in /etc/passwd, as which kpt runs it; copy a file with that line there';
  return [{ case: "", must }];
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
