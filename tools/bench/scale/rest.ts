// Owns waiting until the machine is at rest: BuildKit cleans up for seconds after a build, which is no part of what comes next.
import { cpus } from "node:os";
import { setTimeout } from "node:timers/promises";

/** How long the processors must rest, in milliseconds: BuildKit begins to clean up a second after a build. */
const REST = 2000;
const STEP = 250;
/** The share of the processors' time that a machine at rest may use. */
const BUSY = 0.1;
/** After so many milliseconds it is measured all the same: a machine with other work is never at rest. */
const LIMIT = 60_000;

/** Waits for a machine at rest, for a minute at most. */
export async function waitForRest(): Promise<void> {
  const start = performance.now();
  let before = times();
  for (let rested = 0; rested < REST && performance.now() - start < LIMIT; ) {
    await setTimeout(STEP);
    const now = times();
    const busy = 1 - (now.idle - before.idle) / Math.max(1, now.all - before.all);
    rested = busy > BUSY ? 0 : rested + STEP;
    before = now;
  }
}

/** Milliseconds of all processors together, since the machine's start. */
function times(): { idle: number; all: number } {
  let [idle, all] = [0, 0];
  for (const { times } of cpus()) {
    idle += times.idle;
    all += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return { idle, all };
}
