// Owns locks between commands of the same clone, so that two of them never set up the same thing at once.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { identify, isRunning, type ProcessId } from "./process-id.ts";

/**
 * Runs `work` while no other process holds the lock `file`; waits for one that does, and takes over from one that died.
 *
 * @param waiting told once, with the holder's process number, where there is something to wait for
 */
export async function withLock<T>(
  file: string,
  waiting: (pid: number) => void,
  work: () => Promise<T>,
): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, JSON.stringify(identify(process.pid)));
  try {
    let told = false;
    while (!take(mine, file)) {
      const holder = read(file);
      if (holder === undefined || !isRunning(holder)) {
        release(file, mine, holder);
        continue;
      }
      if (!told) waiting(holder.pid);
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } finally {
    rmSync(mine, { force: true });
  }
  const give = () => rmSync(file, { force: true });
  process.once("exit", give);
  try {
    return await work();
  } finally {
    process.off("exit", give);
    give();
  }
}

function take(mine: string, file: string): boolean {
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Removes a dead holder's lock. Renamed first: of two that see it, one only can, and neither takes a living one's away. */
function release(file: string, mine: string, dead: ProcessId | undefined): void {
  const aside = `${mine}.dead`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const taken = read(aside);
  if (taken !== undefined && taken.pid !== dead?.pid) take(aside, file);
  rmSync(aside, { force: true });
}

function read(file: string): ProcessId | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as ProcessId;
  } catch {
    return undefined;
  }
}
