// Owns the project that is measured: this repository with any number of functions, copies of its own that differ in content.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../../paths.ts";
import { trackedFiles } from "../../tracked-files.ts";

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
 * description, which is in its program, so that no two share a layer, and with the first of its cases.
 *
 * @param size how many functions
 */
export async function writeProject(folder: string, port: number, size: number): Promise<BenchProject> {
  for (const path of await trackedFiles(root)) {
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
  return { folder, registry, functions: writeFunctions(folder, size) };
}

function writeFunctions(folder: string, size: number): readonly string[] {
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
    const [first = ""] = readdirSync(join(original, "cases")).sort();
    cpSync(join(original, "cases", first), join(copy, "cases", first), { recursive: true });
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
