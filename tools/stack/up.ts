// Owns running `pulumi up` of a stack with everything that would make it ask or stop put right before.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { runQuietly, runVisibly, succeed } from "../child.ts";
import { clonePath } from "../paths.ts";
import { identify } from "../process-id.ts";

/** The project of Pulumi.yaml, and its stack whose state and registry are on this machine. */
const project = "krm-functions";
export const localStack = "dev";

/** Makes sure that the local stack exists in the clone's state. Its committed file, with its salt, stays as it is. */
export async function ensureStack(pulumi: string, clone: string): Promise<void> {
  if (existsSync(clonePath(clone, "state", ".pulumi", "stacks", project, `${localStack}.json`))) return;
  const args = ["stack", "select", "--create", "--stack", localStack, "--non-interactive"];
  await succeed(`The stack "${localStack}" cannot be created:`, pulumi, args, { cwd: clone });
}

/** Takes away the stack's lock where the `pulumi` that held it on this machine was killed. */
export async function breakDeadLock(pulumi: string, clone: string): Promise<void> {
  const folder = clonePath(clone, "state", ".pulumi", "locks", "organization", project, localStack);
  const locks = existsSync(folder) ? readdirSync(folder) : [];
  const dead = locks.filter((name) => {
    const { pid, hostname: host } = JSON.parse(readFileSync(`${folder}/${name}`, "utf8")) as {
      pid: number;
      hostname: string;
    };
    return host === hostname() && identify(pid) === undefined;
  });
  if (locks.length === 0 || dead.length < locks.length) return;
  await runQuietly(pulumi, ["cancel", "--yes", "--stack", localStack], { cwd: clone });
}

/** Updates the local stack on this terminal; resolves to Pulumi's exit code. The outputs are left to the table. */
export async function runUp(pulumi: string, clone: string, more: readonly string[]): Promise<number> {
  const args = ["up", "--yes", "--skip-preview", "--suppress-outputs", "--stack", localStack, ...more];
  return await runVisibly(pulumi, args, { cwd: clone });
}
