// Owns checking an image against its function's cases: through its bundle, or through its program.
import type { FunctionCase } from "./case.ts";
import { type CaseFailure, type Outcome, type Run, runCase } from "./cases.ts";
import { showDiff } from "./diff.ts";
import type { CheckPlan } from "./plan.ts";
import { type Program, runProgram } from "./program.ts";

/** The entrypoint once, while all cases run through the same bundle in this process: starting Node is slow when emulated. */
export async function checkBundle(
  plan: CheckPlan,
  cases: readonly FunctionCase[],
  program: Program,
  evaluate: Run,
): Promise<readonly CaseFailure[]> {
  const first = cases.find(({ problems }) => problems.length === 0);
  const started =
    first === undefined ? undefined : runProgram(program, first.input).catch((error: Error) => error);
  const failures = (await Promise.all(cases.map((one) => runCase(one, evaluate, plan.idempotent)))).flat();
  const shipped = await started;
  if (first === undefined || shipped === undefined) return failures;
  return [...failures, ...compareShipped(first, shipped, await evaluate(first.input), program)];
}

/** What the entrypoint gave must be what the bundle gives, or the cases say nothing about what ships. */
function compareShipped(
  first: FunctionCase,
  shipped: Outcome | Error,
  own: Outcome,
  { command }: Program,
): CaseFailure[] {
  const about = `the entrypoint ${JSON.stringify(command)}`;
  if (shipped instanceof Error)
    return [{ case: "", must: `${about} must run`, detail: `  ${shipped.message}` }];
  if (shipped.exitCode !== own.exitCode) {
    const must = `the exit code of ${about} must be "${own.exitCode}" for case "${first.name}", not "${shipped.exitCode}"`;
    return [{ case: "", must, detail: shipped.stderr.trimEnd().replace(/^/gm, "  ") }];
  }
  const detail = showDiff(own.output, shipped.output);
  const must = `${about} must write what the bundle gives for case "${first.name}"`;
  return detail === undefined ? [] : [{ case: "", must, detail }];
}

/** The entrypoint for each case, a few at a time. */
export async function checkProgram(
  plan: CheckPlan,
  cases: readonly FunctionCase[],
  program: Program,
): Promise<readonly CaseFailure[]> {
  const waiting = [...cases.entries()];
  const failures: CaseFailure[][] = [];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      failures[next[0]] = [
        ...(await runCase(next[1], (input) => runProgram(program, input), plan.idempotent)),
      ];
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return failures.flat();
}
