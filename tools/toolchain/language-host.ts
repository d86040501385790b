// Bundles the stand-in for Pulumi's Node.js language host into one executable file, so that it starts fast and needs no
// clone's node_modules.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isWhole, partialFolder, publish, toolFolder, toolsFolder, writingCache } from "./cache.ts";
import { withLock } from "./lock.ts";
import type { Machine } from "./machine.ts";

export const LANGUAGE_HOST = "pulumi-language-nodejs";

const SOURCE = fileURLToPath(new URL("language-host", import.meta.url));
/** What goes into the bundle from node_modules, and what makes it. */
const PARTS = ["@pulumi/pulumi", "@grpc/grpc-js", "google-protobuf", "esbuild"];

/** Folder of the stand-in in the cache, bundled when it is missing, and the version of Pulumi's SDK that it was made with. */
export async function ensureLanguageHost(
  machine: Machine,
  report: (line: string) => void,
): Promise<{ folder: string; version: string }> {
  const versions = PARTS.map(installedVersion);
  const version = versions[0] ?? "0.0.0";
  const folder = toolFolder(machine, "language-nodejs", version, sourceKey(versions));
  if (await isWhole(folder, [LANGUAGE_HOST], report)) return { folder, version };
  await writingCache(machine, async () => {
    await mkdir(toolsFolder(machine), { recursive: true });
    await withLock(join(toolsFolder(machine), "lock"), report, async () => {
      if (await isWhole(folder, [LANGUAGE_HOST], report)) return;
      const made = await partialFolder(machine);
      await bundle(join(made, LANGUAGE_HOST));
      await publish(made, folder);
    });
  });
  return { folder, version };
}

/** Writes the stand-in as one executable file, run by the Node.js that is first on PATH. */
async function bundle(file: string): Promise<void> {
  const [{ build }, { chmod }] = await Promise.all([import("esbuild"), import("node:fs/promises")]);
  await build({
    entryPoints: [join(SOURCE, "main.ts")],
    outfile: file,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    banner: { js: "#!/usr/bin/env node" },
    logLevel: "silent",
  });
  await chmod(file, 0o755);
}

function sourceKey(versions: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(versions));
  for (const file of readdirSync(SOURCE).sort())
    hash.update(`${file}\0`).update(readFileSync(join(SOURCE, file)));
  return hash.digest("hex").slice(0, 12);
}

/** Version of a package of this project, read from its manifest since some hide it behind `exports`. */
function installedVersion(name: string): string {
  for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? []) {
    try {
      return JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8")).version;
    } catch {}
  }
  throw new Error(`"${name}" must be installed; run "npm ci"`);
}
