// Owns how a function starts: a working copy of the template under a new name.

/**
 * Makes `functions/<name>/` from `templates/function/`: a function that passes its own case.
 *
 * @returns the files made, relative to `root`, sorted
 * @throws Problems when the name is bad or taken
 */
export async function newFunction(_root: string, _name: string): Promise<readonly string[]> {
  throw new Error("not written yet");
}
