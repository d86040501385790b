// Owns how one problem is told, and what is told where the file system refuses.
// Plain JavaScript, since the program's bundle is written before anything can read TypeScript.

/**
 * A problem as one line: `path: what must hold; cure`.
 *
 * @param {import("./problems.ts").Problem} problem
 * @returns {string}
 */
export function formatProblem({ path, must, cure }) {
  return cure === undefined ? `${path}: ${must}` : `${path}: ${must}; ${cure}`;
}

/** What must hold where the file system refuses, and the cure, by the error's code. */
const refusals = {
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

/**
 * A refusal of the file system as a problem of `path`, where the error names none; undefined for any other error.
 *
 * @param {unknown} error
 * @param {string} path
 * @returns {import("./problems.ts").Problem | undefined}
 */
export function refusalOf(error, path) {
  const [must, cure] = refusals[error?.code] ?? [];
  if (must === undefined || error.syscall === "connect") return undefined;
  return { path: error.path ?? path, must, cure: `${cure} (${error.message})` };
}
