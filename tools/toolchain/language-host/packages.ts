// Reads which Pulumi providers a program's dependencies need, so that the engine has them before it starts the program.

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import language, { type DependencyInfo } from "@pulumi/pulumi/proto/language_pb.js";
import plugin, { type PackageDependency } from "@pulumi/pulumi/proto/plugin_pb.js";

/** What an SDK's package.json says about its provider, in the field `pulumi`. */
interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Record<string, string>;
  readonly pulumi?: { resource?: boolean; name?: string; version?: string; server?: string };
}

/**
 * The providers of the SDKs that the program in `directory` depends on directly, as far as they are installed in `plugins`. The
 * engine tries to download any other for seconds, at every run, although the stack may not use it; it does so too, and fails
 * with a message, when the first resource of one is registered.
 */
export function requiredPackages(directory: string, plugins = pluginFolder()): PackageDependency[] {
  const found: PackageDependency[] = [];
  for (const [name, manifest] of directDependencies(directory)) {
    if (manifest.pulumi?.resource !== true) continue;
    const provider = manifest.pulumi.name ?? name.replace(/^@[^/]+\//, "");
    const version = `v${(manifest.pulumi.version ?? manifest.version ?? "").replace(/^v/, "")}`;
    if (!existsSync(join(plugins, `resource-${provider}-${version}`))) continue;
    const dependency = new plugin.PackageDependency();
    dependency.setKind("resource");
    dependency.setName(provider);
    dependency.setVersion(version);
    dependency.setServer(manifest.pulumi.server ?? "");
    found.push(dependency);
  }
  return found;
}

/** Where the engine keeps its plugins. */
function pluginFolder(): string {
  return join(process.env.PULUMI_HOME || join(homedir(), ".pulumi"), "plugins");
}

/** Names and versions of the packages that the program in `directory` depends on directly. */
export function programDependencies(directory: string): DependencyInfo[] {
  return directDependencies(directory).map(([name, { version = "" }]) => {
    const info = new language.DependencyInfo();
    info.setName(name);
    info.setVersion(version);
    return info;
  });
}

/** The installed ones of the dependencies in the package.json that is nearest to `directory`, by name. */
function directDependencies(directory: string): [string, Manifest][] {
  const root = nearestManifest(directory);
  if (root === undefined) return [];
  const require = createRequire(root.file);
  return Object.keys(root.manifest.dependencies ?? {})
    .sort()
    .flatMap((name) => {
      const manifest = installedManifest(require, name);
      return manifest === undefined ? [] : [[name, manifest] satisfies [string, Manifest]];
    });
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
