// Owns how the project tells a user what is wrong: every problem at once, one a line, path first, with its cure.
import { formatProblem } from "./problem.mjs";

export { formatProblem, refusalOf } from "./problem.mjs";

/** One thing that does not hold. */
export interface Problem {
  /** File (relative to the project's root, with `:line` where known), setting or address that the problem is about. */
  readonly path: string;
  /** What must hold, with the offending value in double quotes and field names in back-quotes. */
  readonly must: string;
  /** The command or edit that mends it. */
  readonly cure?: string;
}

/** Every problem that one step found; its message has a line for each, sorted by path. */
export class Problems extends Error {
  readonly problems: readonly Problem[];

  constructor(title: string, problems: readonly Problem[], options?: ErrorOptions) {
    const lines = problems.map(formatProblem).sort();
    super([title, ...lines.map((line) => `  ${line}`)].join("\n"), options);
    this.name = "Problems";
    this.problems = problems;
  }
}

/** Throws all of `problems`, if there are any. */
export function throwProblems(title: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new Problems(title, problems);
}
