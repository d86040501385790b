// Owns how the tools are compiled: the flags, and a key that changes with anything that goes into a build.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ModuleName } from "./artifacts.ts";
import type { Machine } from "./machine.ts";
import { PATCHES } from "./patches.ts";
import {
  ACTIONLINT_VERSION,
  BUILDKIT_VERSION,
  BUILDX_VERSION,
  PROVIDER_VERSION,
  PULUMI_VERSION,
  REGISTRY_VERSION,
} from "./versions.ts";

/** The folder of a Go module that pins tools. */
export function moduleFolder(module: ModuleName): string {
  return fileURLToPath(new URL(`../${module}`, import.meta.url));
}

/** Where each program keeps the version that it tells. */
const VERSION_VARIABLES: Readonly<Record<ModuleName, Readonly<Record<string, string>>>> = {
  go: {
    "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": `v${PULUMI_VERSION}`,
    "github.com/pulumi/pulumi-docker-build/provider.Version": PROVIDER_VERSION,
    "github.com/moby/buildkit/version.Version": `v${BUILDKIT_VERSION}`,
    "github.com/docker/buildx/version.Version": `v${BUILDX_VERSION}`,
    "github.com/distribution/distribution/v3/version.version": `v${REGISTRY_VERSION}`,
  },
  actionlint: { "github.com/rhysd/actionlint.version": ACTIONLINT_VERSION },
};

/**
 * Flags of `go build` that also key its cache: no debug information and no profiles. With GOGC below, a cold build of all
 * tools took 5 minutes instead of 9 on two cores. Stack traces keep their function names and lines.
 */
export const COMPILE_FLAGS: readonly string[] = [
  "-trimpath",
  "-buildvcs=false",
  "-pgo=off",
  "-gcflags=all=-dwarf=false",
];

/** Flags of the link step alone. */
export function linkFlags(module: ModuleName): string {
  const versions = Object.entries(VERSION_VARIABLES[module]);
  return ["-s", "-w", ...versions.map(([variable, value]) => `-X=${variable}=${value}`)].join(" ");
}

/** Environment of the Go command. `GOGC`: the compiler collects less often; the build stays below 2 GB on two cores. */
export const GO_ENVIRONMENT: Readonly<Record<string, string>> = {
  CGO_ENABLED: "0",
  GOFLAGS: "-mod=readonly",
  GOWORK: "off",
  GOGC: "300",
};

const keys = new WeakMap<Machine, Map<ModuleName, string>>();

/** Key of what a build on this machine gives: the pinned modules, patches, own sources, flags and kind of machine. */
export function recipeKey(machine: Machine, module: ModuleName): string {
  const known = keys.get(machine) ?? new Map<ModuleName, string>();
  keys.set(machine, known);
  const key = known.get(module) ?? computeKey(machine, module);
  known.set(module, key);
  return key;
}

function computeKey(machine: Machine, module: ModuleName): string {
  const hash = createHash("sha256");
  const folder = moduleFolder(module);
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (!/(\.go|go\.mod|go\.sum)$/.test(file)) continue;
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(folder, file)))
      .update("\0");
  }
  const others = [
    machine.os,
    machine.arch,
    COMPILE_FLAGS,
    linkFlags(module),
    GO_ENVIRONMENT,
    PATCHES[module],
  ];
  hash.update(JSON.stringify(others));
  return hash.digest("hex").slice(0, 12);
}
