// Lets one process at a time bring tools into the cache, and takes the lock over from one that died with it. It only saves
// work: a tool gets its place in one rename, so two owners at once could do no harm.

import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "../../catalog/alive.ts";
import { onInterrupt } from "./interrupt.ts";

/** A living owner touches the lock this often. */
const HEARTBEAT_MS = 5_000;
/** An owner on another machine is taken for dead after this long without a touch. */
const SILENCE_MS = 60_000;
const POLL_MS = 300;
const REPORT_MS = 10_000;

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process began, so that another one with its number is not taken for it. */
  readonly started: string;
}

/** Runs `work` while no other process holds the lock `file`; tells in `report` whom it waits for. */
export async function withLock<T>(
  file: string,
  report: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const mine = JSON.stringify({
    pid: process.pid,
    host: hostname(),
    started: started(process.pid),
  } satisfies Owner);
  let reported = 0;
  while (!take(file, mine)) {
    const content = quietRead(file);
    if (content === undefined) continue;
    if (isDead(file, content)) {
      removeDead(file, content);
      continue;
    }
    if (Date.now() - reported >= REPORT_MS) {
      report(`Waiting for process ${parse(content)?.pid ?? "?"}, which is bringing tools into the cache`);
      reported = Date.now();
    }
    await sleep(POLL_MS);
  }
  const release = (): void => {
    if (quietRead(file) === mine) rmSync(file, { force: true });
  };
  const forget = onInterrupt(release);
  const heartbeat = setInterval(() => touch(file), HEARTBEAT_MS);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    release();
    forget();
  }
}

function take(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function isDead(file: string, content: string): boolean {
  const owner = parse(content);
  if (owner !== undefined && owner.host === hostname()) {
    return !isAlive(owner.pid) || started(owner.pid) !== owner.started;
  }
  // Written by another machine, or not whole: nothing tells but time.
  try {
    return Date.now() - statSync(file).mtimeMs > SILENCE_MS;
  } catch {
    return false;
  }
}

/** Removes the lock by a rename, of which only one process gets the file; a living lock that it caught is put back. */
function removeDead(file: string, content: string): void {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const caught = quietRead(aside);
  if (caught !== undefined && caught !== content) take(file, caught);
  rmSync(aside, { force: true });
}

/** Start time of a process in the kernel's ticks; empty where there is no /proc. */
function started(pid: number): string {
  const line = quietRead(`/proc/${pid}/stat`);
  // The command's name, in parentheses, may hold spaces: count the fields behind it.
  return line?.slice(line.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function parse(content: string): Owner | undefined {
  try {
    const owner = JSON.parse(content);
    return typeof owner?.pid === "number" ? owner : undefined;
  } catch {
    return undefined;
  }
}

function quietRead(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function touch(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {}
}
