// Owns making every function's program, whatever it is written in: all of them side by side, with the problems of all at once.
import type { CatalogFunction } from "../function.ts";
import { type Problem, Problems, throwProblems } from "../problems.ts";
import { type Bundle, bundleFunctions } from "./bundle.ts";
import { compileModule, type Tell } from "./go/compile.ts";
import { readModule } from "./go/module.ts";
import type { Compiled } from "./go/store.ts";
import type { KeptBundles } from "./kept-bundles.ts";
import { type FolderFiles, readFolderFiles } from "./sources.ts";

/** A function with its files and, where this machine makes it, its program. */
export interface MadeFunction {
  readonly fn: CatalogFunction;
  readonly files: FolderFiles;
  /** The program of a function in TypeScript. */
  readonly bundle?: Bundle;
  /** The programs of a function in Go. */
  readonly compiled?: Compiled;
}

/** How programs are made. */
export interface MakeOptions {
  /** Told of steps that take long. Default: nobody. */
  readonly tell?: Tell;
  /** Where the Go command finds itself, its caches and proxies. Default: the process's own. */
  readonly env?: NodeJS.ProcessEnv;
  /** Where unchanged bundles come from and new ones go. Default: nowhere. */
  readonly kept?: KeptBundles;
}

/**
 * Bundles what is in TypeScript and compiles what is in Go; any other function brings its program in its folder.
 *
 * @returns one for each of `functions`, in their order
 * @throws Problems with the errors of all of them
 */
export async function makePrograms(
  root: string,
  functions: readonly CatalogFunction[],
  { tell = () => {}, env = process.env, kept }: MakeOptions = {},
): Promise<readonly MadeFunction[]> {
  const problems: Problem[] = [];
  const collect = (error: unknown): undefined => {
    if (!(error instanceof Problems)) throw error;
    problems.push(...error.problems);
  };
  const bundling = bundleFunctions(
    root,
    functions.filter(({ recipe }) => !recipe.own),
    kept,
  ).catch(collect);
  bundling.catch(() => {}); // Awaited below.
  const folders = functions.map((fn) => readFolderFiles(root, fn));
  const compiled = new Map<string, Compiled>();
  // One after another, since the Go command uses all processors by itself.
  for (const [at, fn] of functions.entries()) {
    if (!fn.go) continue;
    try {
      const module = readModule(fn, folders[at]?.own ?? []);
      const attempt = await compileModule(root, module, env, tell);
      if (attempt.problems === undefined) compiled.set(fn.name, attempt.compiled);
      else problems.push(...attempt.problems);
    } catch (error) {
      collect(error);
    }
  }
  const bundles = (await bundling) ?? [];
  throwProblems("The functions cannot be bundled:", problems);
  return functions.map((fn, at) => {
    const bundle = bundles.find(({ name }) => name === fn.name);
    const programs = compiled.get(fn.name);
    return {
      fn,
      files: folders[at] ?? { own: [], cases: {} },
      ...(bundle === undefined ? {} : { bundle }),
      ...(programs === undefined ? {} : { compiled: programs }),
    };
  });
}
