// Owns `npm run bases:update`: the newest packages for the repository's own bases.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { lockFile } from "../../bases/lock.ts";
import { updateBase } from "../../bases/update.ts";
import { clonePath, root } from "../paths.ts";

export const help = `
npm run bases:update

Locks the newest Node.js of the same major version and the newest Debian libraries in bases/*/lock.json. Commit the result;
the next \`npm start\` builds and publishes the base, and every function on it changes.
`;

/** Updates the lock of every base, and says what changed. */
export async function run(): Promise<number> {
  const names = readdirSync(join(root, "bases")).filter((name) => existsSync(lockFile(root, name)));
  for (const name of names) {
    const changes = await updateBase(root, name, clonePath(root, "bases"));
    const lines = changes.length === 0 ? ["nothing newer"] : changes;
    for (const line of lines) process.stdout.write(`bases/${name}: ${line}\n`);
  }
  return 0;
}
