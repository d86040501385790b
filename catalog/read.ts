// Owns reading the catalog: every folder of functions/, validated, all problems at once.
import type { Dirent } from "node:fs";
import { join } from "node:path";
import type { CatalogFunction, Recipe } from "./function.ts";
import { type Problem, throwProblems } from "./problems.ts";
import { readRecipe } from "./recipe/read.ts";
import { readFolder } from "./tree.ts";
import { readFunction } from "./validate/folder.ts";
import { nearest } from "./validate/nearest.ts";
import { type Report, reportTo } from "./validate/report.ts";
import { readText } from "./validate/text.ts";
import { plainTagProblem } from "./version.ts";

/** What a stack says about the catalog. */
export interface ReadOptions {
  /** Names of the functions that are wanted; empty or left out: all. The others are validated nevertheless. */
  readonly only?: readonly string[];
  /** A plain tag that replaces every function's own version. */
  readonly version?: string;
  /** Takes cases that do not say yet what they expect, for the command that writes it. Default: false. */
  readonly draftCases?: boolean;
}

const defaultRecipe = "functions/Dockerfile";

/**
 * Reads the functions of `functions/` in `root`, sorted by name.
 *
 * @throws Problems with everything that does not hold in any of them
 */
export async function readCatalog(
  root: string,
  options: ReadOptions = {},
): Promise<readonly CatalogFunction[]> {
  const problems: Problem[] = [];
  const report = reportTo(problems);
  const entries = readFolder(join(root, "functions"));
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  for (const { name } of entries.filter((entry) => !entry.isDirectory() && entry.name !== "Dockerfile")) {
    report(
      `functions/${name}`,
      "functions/ must hold only a folder for each function and the `Dockerfile`",
      "move it",
    );
  }
  if (names.length === 0) report("functions", "must hold at least one function", "run `npm run new -- NAME`");
  const recipe = readDefaultRecipe(root, entries, report);
  const draftCases = options.draftCases ?? false;
  const found = names.sort().map((name) => readFunction(root, name, { recipe, draftCases }, report));
  reportOptions(options, names, report);
  throwProblems("The catalog does not hold:", problems);
  const { only = [], version } = options;
  return found
    .filter((fn) => fn !== undefined)
    .filter(({ name }) => only.length === 0 || only.includes(name))
    .map((fn) => (version === undefined ? fn : { ...fn, version }));
}

function readDefaultRecipe(root: string, entries: readonly Dirent[], report: Report): Recipe | undefined {
  if (entries.some((entry) => entry.name === "Dockerfile" && !entry.isFile())) {
    report(defaultRecipe, "must be a file, not a link, a folder or a device", "put the file itself there");
    return undefined;
  }
  const text = readText(root, defaultRecipe, report);
  return text === undefined ? undefined : readRecipe(defaultRecipe, text, false, report);
}

function reportOptions({ only = [], version }: ReadOptions, names: readonly string[], report: Report): void {
  for (const name of only.filter((name) => !names.includes(name))) {
    const meant = nearest(name, names);
    const cure = meant === undefined ? `write one of ${names.join(", ")}` : `write "${meant}"`;
    report("krm-functions:only", `must name functions of functions/, not "${name}"`, cure);
  }
  const problem = version === undefined ? undefined : plainTagProblem(version);
  if (problem !== undefined) report("krm-functions:version", problem.must, problem.cure);
}
