// Owns `npm start`: from a bare clone to every function published to the local registry.
import { withLock } from "../lock.ts";
import { clonePath, root } from "../paths.ts";
import { renderTable } from "../report/table.ts";
import { tryLine } from "../report/try-line.ts";
import { report, setUpStack } from "../setup.ts";
import { lostFunctions, publishAgain } from "../stack/lost.ts";
import { mendStack } from "../stack/mend.ts";
import { readOutputs, type StackOutputs } from "../stack/outputs.ts";
import { ensureStack, localStack, runUp } from "../stack/up.ts";

export const help = `
npm start [-- OPTIONS OF \`pulumi up\`]

Brings up what the stack dev needs (tools, a registry and BuildKit on loopback, the base image), runs \`pulumi up\` on it, and
shows every function with its digest and its size on each platform. What is in place is left alone.
`;

/** Sets up, updates the stack and shows the outcome; the exit code is Pulumi's. */
export async function run(args: readonly string[]): Promise<number> {
  const waiting = (pid: number) => report(`Waiting for another \`npm start\` of this clone (pid ${pid})`);
  return await withLock(clonePath(root, "start.lock"), waiting, () => start(args));
}

async function start(args: readonly string[]): Promise<number> {
  const { paths } = await setUpStack(root, localStack);
  const { pulumi = "pulumi" } = paths;
  await ensureStack(pulumi, root);
  await mendStack(pulumi, root);
  const before = await readOutputs(pulumi, root, localStack);
  const lost = before === undefined ? [] : await lostFunctions(before);
  if (lost.length > 0) report(`The registry no longer has ${lost.join(", ")}: publishing again`);
  const code = await runUp(pulumi, root, [...publishAgain(localStack, lost), ...args]);
  if (code === 0) show(before, await readOutputs(pulumi, root, localStack));
  return code;
}

function show(before: StackOutputs | undefined, after: StackOutputs | undefined): void {
  if (after === undefined) return;
  process.stdout.write(`\n${renderTable(before, after)}`);
  const line = tryLine(root, after);
  if (line !== undefined) process.stdout.write(`\nTry one, as kpt runs it:\n  ${line}\n`);
}
