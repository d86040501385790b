// Reads which Pulumi providers a program's dependencies need, so that the engine has them before it starts the program.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PackageDependency } from "@pulumi/pulumi/proto/plugin_pb.js";

/** What an SDK's package.json says about its provider, in the field `pulumi`. */
interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Record<string, string>;
  readonly pulumi?: { resource?: boolean; name?: string; version?: string; server?: string };
}

/** The providers of the SDKs that the program in `directory` depends on directly. */
export function requiredPackages(directory: string): PackageDependency[] {
  const root = nearestManifest(directory);
  if (root === undefined) return [];
  const resolve = createRequire(root.file);
  const found: PackageDependency[] = [];
  for (const name of Object.keys(root.manifest.dependencies ?? {}).sort()) {
    const manifest = installedManifest(resolve, name);
    if (manifest?.pulumi?.resource !== true) continue;
    const dependency = new PackageDependency();
    dependency.setKind("resource");
    dependency.setName(manifest.pulumi.name ?? name.replace(/^@[^/]+\//, ""));
    dependency.setVersion(`v${(manifest.pulumi.version ?? manifest.version ?? "").replace(/^v/, "")}`);
    dependency.setServer(manifest.pulumi.server ?? "");
    found.push(dependency);
  }
  return found;
}

/** The package.json of `directory` or of the closest folder above it. */
function nearestManifest(directory: string): { file: string; manifest: Manifest } | undefined {
  for (let at = directory; ; at = dirname(at)) {
    const file = join(at, "package.json");
    const manifest = readManifest(file);
    if (manifest !== undefined) return { file, manifest };
    if (dirname(at) === at) return undefined;
  }
}

/** The manifest of an installed dependency, wherever Node.js would find it; a package may hide it behind `exports`. */
function installedManifest(require: NodeJS.Require, name: string): Manifest | undefined {
  for (const folder of require.resolve.paths(name) ?? []) {
    const manifest = readManifest(join(folder, name, "package.json"));
    if (manifest !== undefined) return manifest;
  }
  return undefined;
}

function readManifest(file: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
