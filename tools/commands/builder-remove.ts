// Owns `npm run builder:remove`: the builder's entry on this machine goes, and with it what runs for it.
import { removeEntry } from "../../infra/builder/entry.ts";
import { root } from "../paths.ts";
import { setUpTools } from "../setup.ts";

export const help = `
npm run builder:remove

Removes the builder's entry of this clone, and what buildx started for it. With the builder \`gke\` those are BuildKit's pods, without
which the cluster's node pools fall back to no node some ten minutes later. The next command that builds makes the entry again.
`;

/** Removes the entry, and says what it was. */
export async function run(): Promise<number> {
  await setUpTools(root);
  const driver = await removeEntry();
  process.stdout.write(
    driver === undefined ? "There is no builder.\n" : `Removed: the builder (${driver}).\n`,
  );
  return 0;
}
