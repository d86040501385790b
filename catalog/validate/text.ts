// Owns reading a text file of the catalog, or saying why it cannot be read.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "./report.ts";

/** The text of `path` below `root`, or undefined after a report. */
export function readText(root: string, path: string, report: Report): string | undefined {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    report(
      path,
      `must be a readable file, found "${code}"`,
      code === "ENOENT" ? "restore it" : `run \`ls -l ${path}\``,
    );
    return undefined;
  }
}
