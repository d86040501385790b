// Owns how the project tells a user what is wrong: every problem at once, one a line, path first, with its cure.

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

/** A problem as one line: `path: what must hold; cure`. */
export function formatProblem({ path, must, cure }: Problem): string {
  return cure === undefined ? `${path}: ${must}` : `${path}: ${must}; ${cure}`;
}

/** Throws all of `problems`, if there are any. */
export function throwProblems(title: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new Problems(title, problems);
}

/** What must hold where the file system refuses, and the cure, by the error's code. */
const refusals: Readonly<Record<string, readonly [must: string, cure: string]>> = {
  ENOSPC: ["the disk must have space left", "free some, then run the command again"],
  EDQUOT: ["the disk quota must not be used up", "free some space, then run the command again"],
  EACCES: [
    "must be accessible to this user",
    "give it the permission, or run the command as the file's owner",
  ],
  EROFS: [
    "must be on a file system that can be written",
    "move the clone (or set XDG_CACHE_HOME) to one that can",
  ],
};

/** A refusal of the file system as a problem of `path`, where the error names none; undefined for any other error. */
export function refusalOf(error: unknown, path: string): Problem | undefined {
  const refused = error as Partial<NodeJS.ErrnoException> | undefined;
  const [must, cure] = refusals[refused?.code ?? ""] ?? [];
  if (must === undefined || cure === undefined || refused?.syscall === "connect") return undefined;
  return { path: refused?.path ?? path, must, cure: `${cure} (${refused?.message})` };
}
