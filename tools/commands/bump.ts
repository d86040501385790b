// Owns `npm run bump`: the next version of functions whose released content changed.
import { readCatalog } from "../../catalog/index.ts";
import { root } from "../paths.ts";
import { planBumps, writeBump } from "../releases/bump.ts";

export const help = `
npm run bump -- NAME... patch|minor|major
npm run bump -- --all patch|minor|major

Counts up the \`version\` in functions/NAME/function.yaml; comments and formatting stay. Commit the result: the next update of a
stack that releases publishes it.

  --all   every function that has a release, as for a changed base; those with a plain tag are left alone
`;

/** Writes the new versions, and tells each with the old one. */
export async function run(args: readonly string[]): Promise<number> {
  const bumps = planBumps(await readCatalog(root), args);
  for (const bump of bumps) writeBump(root, bump);
  const lines = bumps.map(({ fn, before, after }) => `${fn.name} ${before} -> ${after}\n`);
  process.stdout.write(lines.join(""));
  return 0;
}
