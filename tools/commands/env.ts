// Owns `npm run -s env`: what a shell needs so that plain `pulumi` works on dev.

import { pulumiEnvironment } from "../environment.ts";
import { root } from "../paths.ts";
import { setUpTools } from "../setup.ts";
import { exportLines } from "../shell.ts";

export const help = `
eval "$(npm run -s env)"

Prints the variables that plain \`pulumi\` needs for the stack dev, as lines for a POSIX shell: the tools on PATH, the state in
this clone's cache, its empty passphrase, this clone's builders.
`;

/** Prints one export a line. */
export async function run(): Promise<number> {
  const path = process.env.PATH ?? "";
  const { env } = await setUpTools(root);
  process.stdout.write(exportLines(pulumiEnvironment(root, { env }), path));
  return 0;
}
