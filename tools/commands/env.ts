// Owns `npm run -s env`: what a shell needs so that plain `pulumi` works on dev.

import { pulumiEnvironment } from "../environment.ts";
import { root } from "../paths.ts";
import { readPlace } from "../settings.ts";
import { setUpTools } from "../setup.ts";
import { exportLines } from "../shell.ts";
import { stackIn } from "../stack/argument.ts";
import { requireWholeState } from "../stack/mend.ts";
import { localStack } from "../stack/up.ts";

export const help = `
eval "$(npm run -s env [-- --stack NAME])"

Prints the variables that plain \`pulumi\` needs for a stack (dev, where none is named), as lines for a POSIX shell: the tools on
PATH, the state in this clone's cache or in the stack's bucket, an empty passphrase, this clone's builders.
`;

/** Prints one export a line. */
export async function run(args: readonly string[]): Promise<number> {
  const path = process.env.PATH ?? "";
  const stack = stackIn(args) ?? localStack;
  if (stack === localStack) requireWholeState(root);
  const { env } = await setUpTools(root, [], stack);
  process.stdout.write(exportLines(pulumiEnvironment(root, { env }, readPlace(root, stack)), path));
  return 0;
}
