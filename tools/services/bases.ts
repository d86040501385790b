// Owns that the local registry has the repository's own bases.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { publishBase } from "../../bases/build.ts";
import { ownBase } from "../../bases/index.ts";
import { lockFile } from "../../bases/lock.ts";
import { builderName, ensureEntry } from "../../infra/builder/entry.ts";
import type { LocalServices } from "../../infra/builder/services-file.ts";
import { withLock } from "../lock.ts";
import { clonePath } from "../paths.ts";
import type { ToolSettings } from "../settings.ts";
import { hasTag } from "./registry.ts";

/** Builds and publishes each base that the local registry lacks; those that the stack takes from elsewhere are left out. */
export async function ensureBases(
  clone: string,
  settings: ToolSettings,
  services: LocalServices,
  paths: Readonly<Record<string, string>>,
  report: (line: string) => void,
): Promise<void> {
  const { registryPort: port, imagePrefix, localBuilder, foreignBases } = settings;
  if (port === undefined || !localBuilder) return;
  const below = imagePrefix.split("/").slice(1);
  const isMissing = (name: string) => {
    const { repository, tag } = ownBase(clone, name);
    return hasTag(port, [...below, repository].join("/"), tag).then((found) => !found);
  };
  const ensure = async (name: string) => {
    if (!(await isMissing(name))) return;
    const waiting = (pid: number) =>
      report(`Waiting for another command of this clone (pid ${pid}) that builds a base`);
    await withLock(clonePath(clone, "bases", "lock"), waiting, async () => {
      if (!(await isMissing(name))) return;
      const { repository, tag } = ownBase(clone, name);
      const reference = `${imagePrefix}/${repository}:${tag}`;
      report(`Building the base image ${reference}`);
      await ensureEntry(services.builder);
      const work = clonePath(clone, "bases");
      const buildx = paths.buildx ?? "buildx";
      await publishBase({ root: clone, name, work, buildx, builder: builderName, reference });
    });
  };
  const names = readdirSync(join(clone, "bases")).filter((name) => existsSync(lockFile(clone, name)));
  for (const name of names) if (!foreignBases.includes(name)) await ensure(name);
}
