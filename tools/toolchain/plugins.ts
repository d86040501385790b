// Puts plugins where the Pulumi CLI looks for them: `plugins/KIND-NAME-vVERSION/` in its home.

import { copyFile, link, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { brokenQuickly, findStamp, quietStat, type Stamp, writeStamp } from "./stamp.ts";

/** Folder of a plugin in Pulumi's home; `name` is such as `resource-docker-build-v0.0.22`. */
export function pluginFolder(home: string, name: string): string {
  return join(home, "plugins", name);
}

/** Whether the CLI itself, or its user, installed the plugin: one of ours has a stamp. */
export function isForeign(folder: string, executable: string): boolean {
  const found = quietStat(join(folder, executable));
  return found !== undefined && found.size > 0 && findStamp(folder) === undefined;
}

/** Makes the plugin `name` in `home` the same as the whole tool in the folder `tool`. */
export async function layPlugin(home: string, name: string, tool: string): Promise<void> {
  const target = pluginFolder(home, name);
  const wanted = findStamp(tool) ?? {};
  if (brokenQuickly(target, Object.keys(wanted)) === undefined && isSame(findStamp(target) ?? {}, wanted))
    return;
  const fresh = pluginFolder(home, `.${name}-${process.pid}`);
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  for (const file of Object.keys(wanted)) await place(join(tool, file), join(fresh, file));
  await writeStamp(fresh);
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target);
}

async function place(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch {
    // Another file system, or one without links.
    await copyFile(from, to);
  }
}

function isSame(a: Stamp, b: Stamp): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name]?.sha256 === b[name]?.sha256);
}
