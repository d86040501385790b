// Owns running the catalog's cases outside a container, through the same programs that ship.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parseCase } from "./check/case.ts";
import { type Run, runCase } from "./check/cases.ts";
import type { CheckPlan } from "./check/plan.ts";
import { runProgram } from "./check/program.ts";
import { formatFailure, hostPlatform } from "./check/report.ts";
import { updateCase } from "./check/update.ts";
import { type Bundle, yamlFile } from "./context/bundle.ts";
import { hostArchitecture } from "./context/go/compile.ts";
import { type MadeFunction, type MakeOptions, makePrograms } from "./context/programs.ts";
import type { CatalogFunction } from "./function.ts";
import { type Problem, throwProblems } from "./problems.ts";

/** A function whose cases can be run on this machine. */
export interface LoadedFunction {
  readonly fn: CatalogFunction;
  readonly cases: CheckPlan["cases"];
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
 * Makes the programs of functions and loads them: what is in TypeScript into this process; what is in Go is started for each
 * case. Others with a recipe of their own are left out, since their program may only exist in the image.
 *
 * @throws Problems with the errors of all programs
 */
export async function loadFunctions(
  root: string,
  functions: readonly CatalogFunction[],
  options: MakeOptions = {},
): Promise<readonly LoadedFunction[]> {
  const made = await makePrograms(root, functions, options);
  return made.flatMap((one) => {
    const evaluate = evaluatorOf(root, one);
    return evaluate === undefined ? [] : [{ fn: one.fn, cases: one.files.cases, evaluate }];
  });
}

function evaluatorOf(root: string, { fn, bundle, compiled }: MadeFunction): Run | undefined {
  if (bundle !== undefined) return loadBundle(root, fn.name, bundle);
  const architecture = hostArchitecture();
  if (compiled === undefined || architecture === undefined) return undefined;
  const command = [compiled.programs[architecture].path, ...fn.recipe.entrypoint.slice(1)];
  return (input) => runProgram({ command }, input);
}

/** Every case of the functions, by function and name. */
export function casesOf(functions: readonly LoadedFunction[]): readonly RunnableCase[] {
  return functions.flatMap(({ fn, cases, evaluate }) =>
    Object.entries(cases).map(([name, texts]) => ({
      function: fn.name,
      name,
      run: async () => {
        const failures = await runCase(parseCase(name, texts), evaluate, fn.idempotent);
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
  for (const { fn, cases, evaluate } of functions) {
    for (const [name, texts] of Object.entries(cases)) {
      const path = `${fn.folder}/cases/${name}`;
      try {
        const one = parseCase(name, texts);
        changed.push(...(await updateCase(join(root, path), one, evaluate)).map((file) => `${path}/${file}`));
      } catch (error) {
        problems.push({ path, must: (error as Error).message });
      }
    }
  }
  throwProblems("These cases cannot be run:", problems);
  return changed;
}

/** A bundle as a module of this process; it is never the main one, so it does not start by itself. */
function loadBundle(root: string, name: string, { code, yaml }: Bundle): Run {
  const file = join(root, "functions", name, "function.cjs");
  const load = createRequire(file);
  const { evaluate } = loadModule(code, file, (id) =>
    yaml !== undefined && id === `./${yamlFile}`
      ? loadModule(yaml, join(dirname(file), yamlFile), load)
      : load(id),
  );
  if (evaluate === undefined) throw new Error(`the bundle of "${name}" must export evaluate`);
  return evaluate as Run;
}

/** What a CommonJS module exports. */
function loadModule(code: Uint8Array, file: string, load: (id: string) => unknown): Record<string, unknown> {
  const module = { exports: {} };
  const text = `${Buffer.from(code).toString("utf8")}\n//# sourceURL=${file}`;
  new Function("module", "exports", "require", text)(module, module.exports, load);
  return module.exports;
}
