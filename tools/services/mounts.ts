// Owns taking away mounts that a killed BuildKit left behind, which keep their folders from being removed.
import { readFileSync } from "node:fs";
import { sep } from "node:path";
import { runQuietly } from "../child.ts";

/** Takes away every mount below `folder`, innermost first. To be called while nothing uses them. */
export async function unmountBelow(folder: string): Promise<void> {
  for (const path of mountsBelow(folder, readMounts()).reverse())
    await runQuietly("umount", ["--lazy", path]);
}

/** Mount points below a folder, in their order in the table of proc(5), whose field 5 has blanks and backslashes in octal. */
export function mountsBelow(folder: string, table: string): string[] {
  const points = table.split("\n").map((line) => line.split(" ")[4] ?? "");
  const paths = points.map((point) =>
    point.replaceAll(/\\(\d{3})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 8))),
  );
  return paths.filter((path) => path.startsWith(folder + sep));
}

/** Empty where the system has no such table. */
function readMounts(): string {
  try {
    return readFileSync("/proc/self/mountinfo", "utf8");
  } catch {
    return "";
  }
}
