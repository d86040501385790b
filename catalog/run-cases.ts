// Owns running the catalog's cases outside a container, through the same bundles that ship.
import { createRequire } from "node:module";
import { join } from "node:path";
import { type FunctionCase, readCase, readCases } from "./check/case.ts";
import { type Run, runCase } from "./check/cases.ts";
import { formatFailure, hostPlatform } from "./check/report.ts";
import { updateCase } from "./check/update.ts";
import { bundleFunctions } from "./context/bundle.ts";
import type { CatalogFunction } from "./function.ts";
import { type Problem, throwProblems } from "./problems.ts";

/** A function whose cases can be run in this process. */
export interface LoadedFunction {
  readonly fn: CatalogFunction;
  readonly evaluate: Run;
}

/** One case, ready to be run. */
export interface RunnableCase {
  readonly function: string;
  readonly name: string;
  /** Runs it twice. Gives nothing when it passes, else what failed, a paragraph for each. */
  run(): Promise<string | undefined>;
}

/**
 * Bundles functions and loads them into this process; those with a recipe of their own are left out, since their program
 * only exists in the image.
 *
 * @throws Problems with the errors of all bundles
 */
export async function loadFunctions(
  root: string,
  functions: readonly CatalogFunction[],
): Promise<readonly LoadedFunction[]> {
  const bundled = functions.filter(({ recipe }) => !recipe.own);
  const bundles = await bundleFunctions(root, bundled);
  return bundled.map((fn, index) => ({
    fn,
    evaluate: loadBundle(root, fn.name, bundles[index]?.code ?? new Uint8Array()),
  }));
}

/** Every case of the functions, by function and name. */
export function casesOf(root: string, functions: readonly LoadedFunction[]): readonly RunnableCase[] {
  return functions.flatMap(({ fn, evaluate }) =>
    readCases(join(root, fn.folder, "cases"), fn.cases).map((one) => ({
      function: fn.name,
      name: one.name,
      run: async () => {
        const failures = await runCase(one, evaluate, fn.idempotent);
        const ran = { name: fn.name, platform: hostPlatform() };
        return failures.length === 0
          ? undefined
          : failures.map((failure) => formatFailure(failure, ran)).join("\n\n");
      },
    })),
  );
}

/**
 * Writes anew what the cases of these functions expect.
 *
 * @returns the files that changed, relative to the root
 * @throws Problems with every case that cannot be run
 */
export async function updateCases(
  root: string,
  functions: readonly LoadedFunction[],
): Promise<readonly string[]> {
  const problems: Problem[] = [];
  const changed: string[] = [];
  for (const { fn, evaluate } of functions) {
    for (const name of fn.cases) {
      const path = `${fn.folder}/cases/${name}`;
      try {
        const one: FunctionCase = readCase(join(root, path), name);
        changed.push(...(await updateCase(join(root, path), one, evaluate)).map((file) => `${path}/${file}`));
      } catch (error) {
        problems.push({ path, must: (error as Error).message });
      }
    }
  }
  throwProblems("These cases cannot be run:", problems);
  return changed;
}

/** A bundle as a CommonJS module of this process; it is never the main one, so it does not start by itself. */
function loadBundle(root: string, name: string, code: Uint8Array): Run {
  const module: { exports: { evaluate?: Run } } = { exports: {} };
  const file = join(root, "functions", name, "function.cjs");
  const body = new Function(
    "module",
    "exports",
    "require",
    `${Buffer.from(code).toString("utf8")}\n//# sourceURL=${file}`,
  );
  body(module, module.exports, createRequire(file));
  if (module.exports.evaluate === undefined) throw new Error(`the bundle of "${name}" must export evaluate`);
  return module.exports.evaluate;
}
