// Owns putting right what a killed run left of the local stack: its lock, builds that go on without it, a state that was cut off.
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { hostname } from "node:os";
import { join, relative } from "node:path";
import { throwProblems } from "../../catalog/problems.ts";
import { runQuietly } from "../child.ts";
import { clonePath } from "../paths.ts";
import { end, identify } from "../process-id.ts";
import { findPrograms } from "../services/port.ts";
import { localStack, stackFile } from "./up.ts";

/** Makes the local stack ready for the next run. Throws `Problems` where its state was cut off, with the command that restores it. */
export async function mendStack(pulumi: string, clone: string): Promise<void> {
  requireWholeState(clone);
  await breakDeadLock(pulumi, clone);
}

/**
 * Throws `Problems` where the file of the stack's state is no JSON, as after a crash of the machine. Pulumi keeps the state
 * before its last change beside it; from there, as from none, an update finds the same images again.
 */
export function requireWholeState(clone: string): void {
  const file = stackFile(clone);
  if (!existsSync(file) || isJson(file)) return;
  const path = relative(clone, file);
  const cure = isJson(`${file}.bak`)
    ? `run \`cp ${path}.bak ${path}\`, the state before its last change, then the command again`
    : `run \`rm ${path}\`, then \`npm start\`, which publishes the same digests again`;
  throwProblems("The stack's state cannot be read:", [
    { path, must: "must be whole, as Pulumi writes it, but was cut off", cure },
  ]);
}

function isJson(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}

/** Takes away the stack's lock where the `pulumi` that held it on this machine was killed, and ends what it had started. */
async function breakDeadLock(pulumi: string, clone: string): Promise<void> {
  const folder = clonePath(clone, "state", ".pulumi", "locks", "organization", "krm-functions", localStack);
  const locks = (existsSync(folder) ? readdirSync(folder) : []).filter((name) => name.endsWith(".json"));
  const holders = locks.map((name) => readHolder(join(folder, name)));
  if (holders.length === 0 || !holders.every((holder) => holder !== undefined && isDead(holder))) return;
  await endOrphans(clone);
  await runQuietly(pulumi, ["cancel", "--yes", "--stack", localStack], { cwd: clone });
}

interface LockHolder {
  readonly pid: number;
  readonly hostname: string;
}

/** Undefined where another run takes the lock away meanwhile. */
function readHolder(file: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as LockHolder;
  } catch {
    return undefined;
  }
}

function isDead({ pid, hostname: host }: LockHolder): boolean {
  if (host !== hostname()) return false;
  if (identify(pid) === undefined) return true;
  // Its number may belong to another program now, where /proc tells.
  return existsSync("/proc/self") && !findPrograms("pulumi").some((program) => program.pid === pid);
}

/** A provider whose engine was killed finishes its builds, and would push over what the next run publishes. */
async function endOrphans(clone: string): Promise<void> {
  const engines = new Set(findPrograms("pulumi").map(({ pid }) => pid));
  for (const { pid } of findPrograms("pulumi-resource-docker-build")) {
    if (folderOf(pid) !== realpathSync(clone) || engines.has(parentOf(pid))) continue;
    const orphan = identify(pid);
    if (orphan !== undefined) await end(orphan, 2000);
  }
}

function folderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

/** Field 4 of proc(5)'s stat; the command's name in front may hold spaces and brackets. */
function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return 0;
  }
}
