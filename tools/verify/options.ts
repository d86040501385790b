// Owns the words that `npm run verify` takes.
import { type Problem, throwProblems } from "../../catalog/problems.ts";
import { localStack } from "../stack/up.ts";

/** What a verification is asked to do. */
export interface Options {
  readonly stack: string;
  /** Names of functions; empty: all. */
  readonly names: readonly string[];
  readonly run: boolean;
  readonly rebuild: boolean;
  readonly mend: boolean;
  readonly json: boolean;
}

const flags = ["--run", "--rebuild", "--mend", "--json"];

/** @throws Problems for every word that is no option */
export function readOptions(args: readonly string[]): Options {
  const problems: Problem[] = [];
  const names: string[] = [];
  let stack: string | undefined;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? "";
    const [, joined] = /^(?:--stack|-s)=(.*)$/.exec(word) ?? [];
    if (word === "--stack" || word === "-s") stack = args[++at] ?? "";
    else if (joined !== undefined) stack = joined;
    else if (!word.startsWith("-")) names.push(word);
    else if (!flags.includes(word)) {
      const must = `must not get "${word}"`;
      problems.push({ path: "npm run verify", must, cure: "see `npm run verify -- --help`" });
    }
  }
  if (stack === "" || stack?.startsWith("-"))
    problems.push({ path: "npm run verify", must: "must get a stack's name behind `--stack`" });
  throwProblems("Nothing can be verified:", problems);
  const has = (flag: string) => args.includes(flag);
  return {
    stack: stack ?? localStack,
    names,
    run: has("--run"),
    rebuild: has("--rebuild"),
    mend: has("--mend"),
    json: has("--json"),
  };
}
