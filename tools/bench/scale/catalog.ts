// Owns the project that is measured: this repository with any number of functions, copies of its own that differ in content.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../../paths.ts";

/** A project in a folder of its own. */
export interface BenchProject {
  readonly folder: string;
  /** host:port of its registry. */
  readonly registry: string;
  /** Names of its functions, sorted. */
  readonly functions: readonly string[];
}

/**
 * Writes the project. Each function is a copy of one of the catalog's TypeScript functions with another name and another
 * description, which is in its program, so that no two share a layer.
 *
 * @param size how many functions
 * @param cases how many of its cases each copy keeps
 */
export function writeProject(folder: string, port: number, size: number, cases: number): BenchProject {
  for (const path of trackedFiles()) {
    if (/^functions\/[^/]+\//.test(path)) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path));
  }
  rmSync(join(folder, "node_modules"), { force: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const registry = `localhost:${port}`;
  const stack = join(folder, "Pulumi.dev.yaml");
  const settings = `  krm-functions:imagePrefix: ${registry}/program\n  krm-functions:localServices: processes\n`;
  writeFileSync(stack, readFileSync(stack, "utf8") + settings);
  return { folder, registry, functions: writeFunctions(folder, size, cases) };
}

/** Gives the project `size` functions; those that it has keep their content. */
export function writeFunctions(folder: string, size: number, cases: number): readonly string[] {
  const originals = readdirSync(join(root, "functions"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => readdirSync(join(root, "functions", name)).includes("index.ts"))
    .sort();
  const names = Array.from({ length: size }, (_, at) => `bench-${String(at).padStart(3, "0")}`);
  for (const [at, name] of names.entries()) {
    const original = join(root, "functions", originals[at % originals.length] ?? "");
    const copy = join(folder, "functions", name);
    cpSync(original, copy, { recursive: true, filter: (path) => !path.startsWith(join(original, "cases")) });
    for (const one of readdirSync(join(original, "cases")).sort().slice(0, cases)) {
      cpSync(join(original, "cases", one), join(copy, "cases", one), { recursive: true });
    }
    describe(folder, name, "0");
  }
  return names;
}

/** Changes what a function ships; each `content` is another one. */
export function describe(folder: string, name: string, content: string): void {
  const file = join(folder, "functions", name, "function.yaml");
  const text = readFileSync(file, "utf8");
  writeFileSync(
    file,
    text.replace(/^description: .*$/m, `description: Measured as ${name}, content ${content}.`),
  );
}

function trackedFiles(): readonly string[] {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const listed = execFileSync("git", args, { cwd: root, maxBuffer: 64 << 20 }).toString();
  return listed.split("\0").filter((path) => path !== "");
}
