// Owns compiling functions in Go: for both platforms on this machine, the same bytes everywhere, and only when something changed.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Problem } from "../../problems.ts";
import type { Package } from "../licences.ts";
import { type GoPlace, type GoRun, runGo } from "./command.ts";
import { readModules, standardLibrary, type UsedModule } from "./licences.ts";
import { type Architecture, architectures, type GoModule } from "./module.ts";
import { goProblems } from "./problems.ts";
import { type Compiled, compiledFolder, findCompiled, keepCompiled, openWork } from "./store.ts";

/** Tells the user of a step that takes long. */
export type Tell = (line: string) => void;

/** How often a compilation tells that it is still under way, in milliseconds. */
const tellEvery = 10_000;

/** What a function's compilation came to: the program, or why there is none. */
export type Attempt =
  | { readonly compiled: Compiled; readonly problems?: undefined }
  | { readonly compiled?: undefined; readonly problems: readonly Problem[] };

/**
 * The program of a module: the one that an earlier run left in the clone's cache, without starting `go`, or a new one. Runs side
 * by side and interrupted ones are no harm, since a program gets its place in one rename.
 *
 * @param env where PATH, GOPROXY, GOCACHE and the like are
 */
export async function compileModule(
  root: string,
  module: GoModule,
  env: NodeJS.ProcessEnv,
  tell: Tell,
): Promise<Attempt> {
  const known = findCompiled(root, module);
  if (known !== undefined) return { compiled: known };
  const { name } = module.fn;
  const began = Date.now();
  const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`;
  tell(
    `Compiling ${name} with Go ${module.version} for ${architectures.join(" and ")} (once; up to a minute)`,
  );
  const ticker = setInterval(() => tell(`  still compiling ${name} (${seconds()})`), tellEvery);
  const work = openWork(root, name);
  try {
    const attempt = await compileIn(work, module, env);
    if (attempt.problems !== undefined) return attempt;
    keepCompiled(root, module, join(work, "out"), attempt.packages);
    tell(`  compiled ${name} in ${seconds()}`);
  } finally {
    clearInterval(ticker);
    rmSync(work, { recursive: true, force: true });
  }
  const compiled = findCompiled(root, module);
  if (compiled === undefined) throw new Error(`${compiledFolder(root, module)} must hold what was compiled`);
  return { compiled };
}

type Made =
  | { readonly packages: readonly Package[]; readonly problems?: undefined }
  | { readonly problems: readonly Problem[] };

/** Compiles a copy of the sources, so that nothing that the key does not know of can get into the program. */
async function compileIn(work: string, module: GoModule, env: NodeJS.ProcessEnv): Promise<Made> {
  const { fn, sources, version, linkFlags } = module;
  const folder = join(work, "src");
  for (const { path, read } of sources) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), read());
  }
  const used = new Map<string, UsedModule>();
  for (const architecture of architectures) {
    const place: GoPlace = { folder, version, architecture, env };
    const listed = await listPackages(place);
    if (listed.failure !== undefined) return { problems: goProblems(listed, module) };
    const { command, modules } = readListed(listed.stdout);
    if (command !== "main") {
      const must = `must be a program: its folder must hold \`package main\`, not "${command}"`;
      return { problems: [{ path: fn.folder, must, cure: "write `package main` with `func main()`" }] };
    }
    for (const one of modules) used.set(one.path, one);
    const built = await build(place, linkFlags, join(work, "out", architecture));
    if (built.failure !== undefined) return { problems: goProblems(built, module) };
  }
  const sorted = [...used.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  const { packages, problems } = readModules(fn.folder, sorted);
  return problems.length > 0 ? { problems } : { packages: [standardLibrary(version), ...packages] };
}

function build(place: GoPlace, linkFlags: string, into: string): Promise<GoRun> {
  return runGo(["build", "-trimpath", "-buildvcs=false", `-ldflags=${linkFlags}`, `-o=${into}`, "."], place);
}

/** The packages of a program: a line with the name of its own one, then one for each package of another module. */
function listPackages(place: GoPlace): Promise<GoRun> {
  const module = "{{.Path}}\t{{.Version}}\t{{with .Replace}}{{.Version}}{{end}}\t{{.Dir}}";
  const format = `{{if not .DepOnly}}{{.Name}}{{else}}{{with .Module}}${module}{{end}}{{end}}`;
  return runGo(["list", "-deps", `-f=${format}`, "."], place);
}

function readListed(stdout: string): { readonly command: string; readonly modules: readonly UsedModule[] } {
  const rows = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("\t"));
  const command = rows.find((row) => row.length === 1)?.[0] ?? "";
  const modules = rows.flatMap(([path = "", version = "", replaced = "", folder = ""]) =>
    // Without a version: packages of the function's own module.
    version === "" ? [] : [{ path, version: replaced === "" ? version : replaced, folder }],
  );
  return { command, modules };
}

/** The architecture of this machine; undefined where its programs cannot be run here. */
export function hostArchitecture(): Architecture | undefined {
  if (process.platform !== "linux") return undefined;
  const name = process.arch === "x64" ? "amd64" : process.arch;
  return architectures.find((architecture) => architecture === name);
}
