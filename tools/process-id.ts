// Owns telling a process that was started earlier from another one that got the same number since.
import { readFileSync } from "node:fs";

/** A process, across reboots and reuse of its number. */
export interface ProcessId {
  readonly pid: number;
  /** Boot and moment of the start; empty where the system does not tell (no /proc). */
  readonly started: string;
}

/** The identity of a running process; undefined where there is none of that number. */
export function identify(pid: number): ProcessId | undefined {
  if (!answers(pid)) return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Behind the command's name, which may hold spaces and brackets: state is field 3, the start time field 22 (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return undefined;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return { pid, started: `${boot}/${fields[19]}` };
  } catch {
    return answers(pid) ? { pid, started: "" } : undefined;
  }
}

/** Whether exactly this process still runs. */
export function isRunning(process: ProcessId): boolean {
  const found = identify(process.pid);
  return found !== undefined && found.started === process.started;
}

/**
 * Asks a process to end, and makes it end when it has not after `patience` milliseconds. Does nothing where it ended before,
 * even when its number belongs to another process now.
 */
export async function end(target: ProcessId, patience = 10_000): Promise<void> {
  const deadline = Date.now() + patience;
  for (let signal: NodeJS.Signals = "SIGTERM"; isRunning(target); ) {
    process.kill(target.pid, signal);
    const until = signal === "SIGTERM" ? deadline : Date.now() + 2000;
    while (isRunning(target) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
    if (signal === "SIGKILL") return;
    signal = "SIGKILL";
  }
}

function answers(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
