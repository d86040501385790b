// Owns the build contexts: what each function's build reads, written with the same bytes, modes and times everywhere.
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { planOf } from "../check/plan.ts";
import type { CatalogFunction } from "../function.ts";
import { readProject } from "../project.ts";
import { listTree } from "../tree.ts";
import { type Bundle, bundleFunctions } from "./bundle.ts";
import { type ContextFile, contextFile, digestOf } from "./files.ts";
import { openKeptBundles } from "./kept-bundles.ts";
import { LicenceReader } from "./licences.ts";
import { bundleRunner } from "./runner.ts";
import { removeStale, storeContext } from "./store.ts";

/** The written context of one function. */
export interface FunctionContext {
  readonly name: string;
  /** The folder, relative to the project's root: `<outDir>/<name>`. */
  readonly path: string;
  /** `sha256:<hex>` over the paths, modes and bytes of `app/`: what ships. */
  readonly appDigest: string;
  /** `sha256:<hex>` over those of `check/`: the runner and the cases. */
  readonly checkDigest: string;
  /** SPDX expression over the licences of all that is in the bundle: the project's own and those of its packages. */
  readonly licences: string;
  /** Whether this call wrote it; false where it was there already. */
  readonly written: boolean;
}

/** What the repository says of a function and its image does not hold. */
const notShipped = /^(cases(\/|$)|(README\.md|Dockerfile|function\.yaml)$)/;

/**
 * Bundles the functions side by side and writes their contexts. What is unchanged is not written again, and the context
 * of a function that is no longer in `functions/` is removed.
 *
 * @param outDir folder of all contexts, relative to the root
 * @returns one context for each of `functions`, in their order
 * @throws Problems with the errors of all bundles: syntax, imports that do not resolve, no default export
 */
export async function writeContexts(
  root: string,
  functions: readonly CatalogFunction[],
  outDir: string,
): Promise<readonly FunctionContext[]> {
  const keptIn = join(root, dirname(outDir), "bundles");
  const building = bundleFunctions(
    root,
    functions.filter(({ recipe }) => !recipe.own),
    openKeptBundles(root, keptIn),
  );
  const [bundles, runner, project, trees] = await Promise.all([
    building,
    bundleRunner(keptIn),
    readProject(root),
    Promise.all(functions.map(({ folder }) => readFolderFiles(join(root, folder)))),
  ]);
  removeStale(join(root, outDir), (name) => existsSync(join(root, "functions", name)));
  const run = contextFile("check/run.cjs", runner);
  const reader = new LicenceReader(root, project);
  return functions.map((fn, index): FunctionContext => {
    const bundle = bundles.find(({ name }) => name === fn.name);
    const licences = reader.of(bundle?.inputs ?? []);
    const tree = trees[index] ?? [];
    const app = bundle === undefined ? shippedFiles(tree) : bundleFiles(bundle, licences.text);
    const cases = tree.filter(({ path }) => path.startsWith("cases/"));
    const plan = contextFile("check/plan.json", `${JSON.stringify(planOf(fn), undefined, 2)}\n`);
    const files = [
      ...app,
      run,
      plan,
      ...cases.map((file) => ({ ...file, path: `check/${file.path}`, mode: 0o644 as const })),
    ];
    const path = `${outDir}/${fn.name}`;
    return {
      name: fn.name,
      path,
      appDigest: digestOf("app", files),
      checkDigest: digestOf("check", files),
      licences: licences.expression,
      written: storeContext(join(root, path), files, ["app"]),
    };
  });
}

function bundleFiles({ code }: Bundle, licences: string): readonly ContextFile[] {
  return [contextFile("app/function.cjs", code), contextFile("app/LICENSES", licences)];
}

function shippedFiles(tree: readonly ContextFile[]): readonly ContextFile[] {
  return tree
    .filter(({ path }) => !notShipped.test(path))
    .map((file) => ({ ...file, path: `app/${file.path}` }));
}

async function readFolderFiles(folder: string): Promise<readonly ContextFile[]> {
  const files = (await listTree(folder)).filter(({ kind }) => kind === "file");
  return files.map(({ path }) => {
    const executable = (statSync(join(folder, path)).mode & 0o111) !== 0;
    return contextFile(path, readFileSync(join(folder, path)), executable);
  });
}
