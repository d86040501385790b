// Owns the build contexts: what each function's build reads, written with the same bytes, modes and times everywhere.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { planOf } from "../check/plan.ts";
import type { CatalogFunction } from "../function.ts";
import { readProject } from "../project.ts";
import { yamlFile } from "./bundle.ts";
import { type ContextFile, contextFile, digestOf } from "./files.ts";
import { architectures, shipsAsItIs } from "./go/module.ts";
import { openKeptBundles } from "./kept-bundles.ts";
import { LicenceReader, type Licences } from "./licences.ts";
import { type MadeFunction, type MakeOptions, makePrograms } from "./programs.ts";
import { bundleRunner } from "./runner.ts";
import { removeStale, storeContext } from "./store.ts";

/** The written context of one function. */
export interface FunctionContext {
  readonly name: string;
  /** The folder, relative to the project's root: `<outDir>/<name>`. */
  readonly path: string;
  /** `sha256:<hex>` over the paths, modes and bytes of `app/`: what ships. */
  readonly appDigest: string;
  /** `sha256:<hex>` over those of `check/`: the runner and its plan. */
  readonly checkDigest: string;
  /** SPDX expression over the licences of all that is in the program: the project's own and those of its packages. */
  readonly licences: string;
  /** Whether this call wrote it; false where it was there already. */
  readonly written: boolean;
}

/**
 * Makes the functions' programs side by side and writes their contexts. What is unchanged is not written again, and the
 * context of a function that is no longer in `functions/` is removed.
 *
 * @param outDir folder of all contexts, relative to the root
 * @returns one context for each of `functions`, in their order
 * @throws Problems with the errors of all programs: syntax, imports that do not resolve, no default export, no Go, ...
 */
export async function writeContexts(
  root: string,
  functions: readonly CatalogFunction[],
  outDir: string,
  options: MakeOptions = {},
): Promise<readonly FunctionContext[]> {
  const keptIn = join(root, dirname(outDir), "bundles");
  const [made, runner, project] = await Promise.all([
    makePrograms(root, functions, { kept: openKeptBundles(root, keptIn), ...options }),
    bundleRunner(keptIn),
    readProject(root),
  ]);
  removeStale(join(root, outDir), (name) => existsSync(join(root, "functions", name)));
  const run = contextFile("check/run.cjs", runner);
  const reader = new LicenceReader(root, project);
  return made.map((one): FunctionContext => {
    const { fn } = one;
    const { app, licences } = shipped(one, reader);
    const plan = JSON.stringify(planOf(fn, one.files.cases), undefined, 2);
    const files = [...app, run, contextFile("check/plan.json", `${plan}\n`)];
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

interface Shipped {
  readonly app: readonly ContextFile[];
  readonly licences: Licences;
}

/** The files of `app/`, and the licences of what they hold. */
function shipped({ files: { own }, bundle, compiled }: MadeFunction, reader: LicenceReader): Shipped {
  if (bundle !== undefined) {
    const licences = reader.of(bundle.inputs);
    const programs = [
      contextFile("app/start.cjs", bundle.start),
      contextFile("app/function.cjs", bundle.code),
      ...(bundle.yaml === undefined ? [] : [contextFile(`app/${yamlFile}`, bundle.yaml)]),
    ];
    return { app: [...programs, contextFile("app/LICENSES", licences.text)], licences };
  }
  const asItIs = (file: ContextFile) => ({ ...file, path: `app/${file.path}` });
  if (compiled === undefined) return { app: own.map(asItIs), licences: reader.of([]) };
  const licences = reader.with(compiled.packages);
  const programs = architectures.map((name) => compiled.programs[name].file);
  const others = own.filter(({ path }) => shipsAsItIs(path)).map(asItIs);
  return { app: [...programs, contextFile("app/LICENSES", licences.text), ...others], licences };
}
