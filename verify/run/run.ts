// Owns running the cases of published functions in their images, on every platform that the machine can run.
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { readCases } from "../../catalog/check/case.ts";
import { type CaseFailure, runCase } from "../../catalog/check/cases.ts";
import { formatFailure } from "../../catalog/check/report.ts";
import type { CatalogFunction } from "../../catalog/function.ts";
import { type Problem, Problems } from "../../catalog/problems.ts";
import type { FunctionReport, PlatformReport, RunReport } from "../published.ts";
import { type Engine, openEngine } from "./engine.ts";

/** What running needs to know. */
export interface RunOptions {
  /** The project's root folder, which has the cases. */
  readonly root: string;
  readonly functions: readonly Pick<CatalogFunction, "name" | "folder" | "cases" | "idempotent">[];
  /** Told after each function. */
  readonly progress?: (done: number) => void;
}

/**
 * Runs every case twice in each published image, pulled by digest, as kpt runs it.
 *
 * @returns the reports with what ran, and what failed among their problems
 * @throws Problems where no Docker engine answers
 */
export async function runFunctions(
  reports: readonly FunctionReport[],
  options: RunOptions,
): Promise<readonly FunctionReport[]> {
  const engine = await openEngine();
  const ran: FunctionReport[] = [];
  const waiting = [...reports.entries()];
  let done = 0;
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      ran[next[0]] = await runFunction(next[1], engine, options);
      options.progress?.(++done);
    }
  };
  try {
    await Promise.all(Array.from({ length: availableParallelism() }, worker));
    return ran;
  } finally {
    await engine.tidy();
  }
}

async function runFunction(
  report: FunctionReport,
  engine: Engine,
  { root, functions }: RunOptions,
): Promise<FunctionReport> {
  const fn = functions.find(({ name }) => name === report.name);
  if (fn === undefined) return report; // Verification says already that the catalog does not have it.
  const problems: Problem[] = [];
  const runs: RunReport[] = [];
  const cases = readCases(join(root, fn.folder, "cases"), fn.cases);
  const on = async ({ platform, digest }: PlatformReport): Promise<RunReport> => {
    const reference = `${report.image}@${digest}`;
    await engine.pull(reference, platform);
    if (!(await engine.runs(reference, platform))) return { platform, state: "not run", cases: 0 };
    const failures: CaseFailure[] = [];
    for (const one of cases) {
      failures.push(
        ...(await runCase(one, (input) => engine.run(reference, platform, input), fn.idempotent)),
      );
    }
    problems.push(...failures.map((failure) => problemOf(failure, fn.name, platform)));
    return { platform, state: failures.length === 0 ? "passed" : "failed", cases: cases.length };
  };
  for (const one of report.platforms) {
    try {
      runs.push(await on(one));
    } catch (error) {
      if (!(error instanceof Problems)) throw error;
      runs.push({ platform: one.platform, state: "failed", cases: 0 });
      problems.push(...error.problems);
    }
  }
  return { ...report, runs, problems: [...report.problems, ...problems] };
}

/** A failed case with its differences, as the check of a build tells it. */
function problemOf(failure: CaseFailure, name: string, platform: string): Problem {
  const [path = "", ...rest] = formatFailure(failure, { name, platform }).split(": ");
  return { path: `${path}, in the published image`, must: rest.join(": ") };
}
