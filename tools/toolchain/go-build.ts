// Builds tools from the Go modules of tools/ that pin them, telling how far it is. Go's own cache keeps what was compiled, so
// an interrupted build goes on where it was.

import { mkdir, rename } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Artifact, ModuleName } from "./artifacts.ts";
import { requireGo, runGo } from "./go.ts";
import { applyPatches, PATCHES } from "./patches.ts";
import { COMPILE_FLAGS, linkFlags, moduleFolder } from "./recipe.ts";

const REPORT_MS = 10_000;

/** Puts the executables of each artifact into `into`/<its name>/. Throws Problems with the cure. */
export type Builder = (
  artifacts: readonly Artifact[],
  into: string,
  report: (line: string) => void,
) => Promise<void>;

/** The builder that runs `go build`, all artifacts of a module at once so that what they share is compiled once. */
export function goBuilder(env: NodeJS.ProcessEnv): Builder {
  return async (artifacts, into, report) => {
    for (const module of new Set(artifacts.map((artifact) => artifact.module))) {
      const own = artifacts.filter((artifact) => artifact.module === module);
      await buildModule(module, own, env, into, report);
    }
  };
}

async function buildModule(
  module: ModuleName,
  artifacts: readonly Artifact[],
  env: NodeJS.ProcessEnv,
  into: string,
  report: (line: string) => void,
): Promise<void> {
  const folder = moduleFolder(module);
  await requireGo(env, folder);
  const packages = artifacts.flatMap((artifact) => Object.values(artifact.packages));
  report(announce(artifacts));
  const began = Date.now();

  const fetching = ticker((count) => `  fetched ${count} Go modules (${elapsed(began)})`, report);
  const fetch = (args: readonly string[]) =>
    runGo(args, env, folder, (line) => fetching(line.startsWith("go: downloading")));
  const patched = await applyPatches(PATCHES[module], folder, join(into, "patched"), fetch);
  const flags = [...COMPILE_FLAGS, ...patched];
  const list = ["list", "-deps", "-f={{if .Stale}}{{.ImportPath}}{{end}}", ...flags, ...packages];
  const stale = await fetch(list);
  const total = stale.split("\n").filter((line) => line !== "").length;

  const compiling = ticker((count) => `  compiled ${count} of ${total} packages (${elapsed(began)})`, report);
  const out = join(into, "all");
  await mkdir(out, { recursive: true });
  const build = ["build", "-v", ...flags, `-ldflags=${linkFlags(module)}`, `-o=${out}/`, ...packages];
  await runGo(build, env, folder, (line) => compiling(/^[\w./-]+$/.test(line)));

  for (const artifact of artifacts) {
    await mkdir(join(into, artifact.name), { recursive: true });
    for (const name of Object.keys(artifact.packages))
      await rename(join(out, name), join(into, artifact.name, name));
  }
  report(`  built in ${elapsed(began)}`);
}

/** A counter that tells its state at most every ten seconds. */
function ticker(text: (count: number) => string, report: (line: string) => void): (counts: boolean) => void {
  let count = 0;
  let reported = Date.now();
  return (counts) => {
    if (counts) count++;
    if (Date.now() - reported < REPORT_MS) return;
    reported = Date.now();
    report(text(count));
  };
}

function announce(artifacts: readonly Artifact[]): string {
  const names = artifacts.map(({ name, version }) => `${name} ${version}`).join(", ");
  const cores = availableParallelism();
  const seconds = artifacts.reduce((sum, { buildSeconds }) => sum + buildSeconds, 0) / cores;
  const minutes = Math.max(1, Math.round(seconds / 60));
  const estimate = `up to about ${minutes} ${minutes === 1 ? "minute" : "minutes"} on ${cores} cores, once per machine`;
  return `Building ${names} from Go modules (${estimate})`;
}

/** Time since `began` as `3m05s`. */
function elapsed(began: number): string {
  const seconds = Math.round((Date.now() - began) / 1000);
  return `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, "0")}s`;
}
