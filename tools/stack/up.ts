// Owns running `pulumi up` of a stack with everything that would make it ask or stop put right before.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { runQuietly, runVisibly, succeed } from "../child.ts";
import { clonePath } from "../paths.ts";
import { identify } from "../process-id.ts";
import { findPrograms } from "../services/port.ts";

/** The project of Pulumi.yaml, and its stack whose state and registry are on this machine. */
export const project = "krm-functions";
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
  const locks = (existsSync(folder) ? readdirSync(folder) : []).filter((name) => name.endsWith(".json"));
  const holders = locks.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as LockHolder);
  if (holders.length === 0 || !holders.every(isDead)) return;
  await runQuietly(pulumi, ["cancel", "--yes", "--stack", localStack], { cwd: clone });
}

interface LockHolder {
  readonly pid: number;
  readonly hostname: string;
}

function isDead({ pid, hostname: host }: LockHolder): boolean {
  if (host !== hostname()) return false;
  if (identify(pid) === undefined) return true;
  // Its number may belong to another program now, where /proc tells.
  return existsSync("/proc/self") && !findPrograms("pulumi").some((program) => program.pid === pid);
}

/** Updates the local stack on this terminal; resolves to Pulumi's exit code. The outputs are left to the table. */
export async function runUp(pulumi: string, clone: string, more: readonly string[]): Promise<number> {
  const args = ["up", "--yes", "--skip-preview", "--suppress-outputs", "--stack", localStack, ...more];
  return await runVisibly(pulumi, args, { cwd: clone });
}
