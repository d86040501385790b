// Owns timing programs as whole processes, in turn with a reference, and the largest memory that each took.
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { median } from "./median.ts";

/** What is to be timed. */
export interface MeasurePlan {
  /** Rounds that count, after one that does not. */
  readonly runs: number;
  /** Program and arguments that everything is compared with; it runs in turn with each target. */
  readonly reference: readonly string[];
  readonly targets: readonly Target[];
}

/** A program and its standard input. */
export interface Target {
  readonly command: readonly string[];
  /** A file, relative to the plan's folder. */
  readonly input: string;
}

/** What the rounds of one target gave, medians. */
export interface Measured {
  /** Milliseconds from the start to the end of the process and of its output. */
  readonly milliseconds: number;
  /** The same of the reference, measured in turn with this target. */
  readonly reference: number;
  /** The target's largest resident memory, in bytes; 0 where it ended too soon to tell. */
  readonly peak: number;
}

/** What stands before the result in the program's output, where a build's log surrounds it. */
export const MARK = "measured: ";

interface Run {
  readonly milliseconds: number;
  readonly peak: number;
}

/** Rounds over all targets, each next to the reference, so that a machine that slows down does so for both. */
export async function measure(plan: MeasurePlan, folder: string): Promise<readonly Measured[]> {
  const runs = plan.targets.map((): { target: Run[]; reference: Run[] } => ({ target: [], reference: [] }));
  for (let round = 0; round <= plan.runs; round++) {
    for (const [i, { command, input }] of plan.targets.entries()) {
      const reference = await runOnce(plan.reference, undefined);
      const target = await runOnce(command, join(folder, input));
      if (round === 0) continue;
      runs[i]?.reference.push(reference);
      runs[i]?.target.push(target);
    }
  }
  return runs.map(({ target, reference }) => ({
    milliseconds: median(target.map((run) => run.milliseconds)) ?? 0,
    reference: median(reference.map((run) => run.milliseconds)) ?? 0,
    peak: median(target.map((run) => run.peak)) ?? 0,
  }));
}

async function runOnce([file = "", ...args]: readonly string[], input: string | undefined): Promise<Run> {
  const stdin = input === undefined ? "ignore" : openSync(input, "r");
  const start = process.hrtime.bigint();
  const child = spawn(file, args, { stdio: [stdin, "pipe", "pipe"] });
  let [peak, errors] = [0, ""];
  // The kernel's own record of the peak, which is gone with the process.
  const look = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid));
  }, 4);
  child.stdout?.on("data", () => {});
  child.stderr?.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (...ended) => resolve(ended));
  });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  clearInterval(look);
  if (typeof stdin === "number") closeSync(stdin);
  if (code !== 0)
    throw new Error(`${file} ${args.join(" ")} ended with ${code ?? signal}: ${errors.slice(0, 2000)}`);
  return { milliseconds, peak };
}

function peakOf(pid: number | undefined): number {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kib ?? 0) * 1024;
  } catch {
    return 0;
  }
}
