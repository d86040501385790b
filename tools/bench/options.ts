// Owns the command line of `npm run bench -- functions`.
import { type Problem, throwProblems } from "../../catalog/index.ts";

/** What is asked for. */
export interface BenchOptions {
  /** Empty: every function. */
  readonly names: readonly string[];
  /** Numbers of resources, ascending. */
  readonly sizes: readonly number[];
  readonly runs: number;
  readonly json: boolean;
  readonly image: boolean;
}

/**
 * Reads the words behind `functions`.
 *
 * @throws Problems with every word that cannot be used
 */
export function readOptions(args: readonly string[]): BenchOptions {
  const problems: Problem[] = [];
  const names: string[] = [];
  let [sizes, runs, json, image] = [[10, 1000, 5000] as readonly number[], 5, false, true];
  const numbers = (option: string, value: string): readonly number[] => {
    const found = value.split(",").map(Number);
    if (found.every((number) => Number.isInteger(number) && number > 0)) return found;
    const must = `must be whole numbers above 0 with commas between them, not "${value}"`;
    problems.push({ path: option, must, cure: "see --help" });
    return [1];
  };
  for (const arg of args) {
    const [option = "", value = ""] = arg.split("=", 2);
    if (option === "--sizes") sizes = [...numbers(option, value)].sort((a, b) => a - b);
    else if (option === "--runs") runs = numbers(option, value)[0] ?? runs;
    else if (arg === "--json") json = true;
    else if (arg === "--no-image") image = false;
    else if (arg.startsWith("-"))
      problems.push({ path: "npm run bench", must: `must not get "${arg}"`, cure: "see --help" });
    else names.push(arg);
  }
  throwProblems("The functions cannot be timed:", problems);
  return { names, sizes, runs, json, image };
}
