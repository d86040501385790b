// Owns what a case demands: the expected output, results or error, and that a second run changes nothing.
import { dump } from "js-yaml";
import type { FunctionCase } from "./case.ts";
import { showDiff } from "./diff.ts";
import { joinDocuments } from "./documents.ts";
import { type ListOutput, OutputError, readList, withoutResults, wrapResources } from "./resource-list.ts";

/** What one run of a function gave. */
export interface Outcome {
  /** Standard output: a ResourceList. */
  readonly output: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Runs the function over the text of a ResourceList. */
export type Run = (input: string) => Outcome | Promise<Outcome>;

/** One thing in which a case failed. */
export interface CaseFailure {
  readonly case: string;
  /** The file of the case that it is about; undefined for the case as a whole. */
  readonly file?: string;
  /** What must hold. */
  readonly must: string;
  /** How it does not: a diff or an error's text, indented. */
  readonly detail?: string;
}

/**
 * Runs one case twice: the second time on the first run's output, which must then stay as it is; on the same input again,
 * with the same outcome, where the case expects an error or the function is not `idempotent`.
 */
export async function runCase(
  fn: FunctionCase,
  run: Run,
  idempotent: boolean,
): Promise<readonly CaseFailure[]> {
  if (fn.problems.length > 0) return fn.problems.map((problem) => ({ case: fn.name, ...problem }));
  try {
    const first = await run(fn.input);
    const read = readOnce(first.output);
    const failures = compareOutcome(fn, first, read);
    if (failures.length > 0) return failures;
    const repeatable = fn.error !== undefined || !idempotent;
    return repeatable
      ? compareRepeated(fn, first, await run(fn.input))
      : await compareSecond(fn, first, read, run);
  } catch (error) {
    if (error instanceof OutputError) return [failure(fn, error.message, undefined, indent(error.output))];
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return [failure(fn, "must run", undefined, indent(stack))];
  }
}

/** Reads an output when it is asked for, and once: reading takes longer than most functions do, above all where it is emulated. */
function readOnce(output: string): () => ListOutput {
  let list: ListOutput | undefined;
  return () => {
    list ??= readList(output);
    return list;
  };
}

function compareOutcome(fn: FunctionCase, outcome: Outcome, read: () => ListOutput): readonly CaseFailure[] {
  const code = fn.error === undefined ? 0 : 1;
  if (outcome.exitCode !== code) {
    const must = `the exit code must be "${code}", not "${outcome.exitCode}"`;
    return [failure(fn, must, fn.error === undefined ? undefined : "error.txt", indent(outcome.stderr))];
  }
  if (fn.error !== undefined) {
    const detail = showDiff(`${fn.error.trimEnd()}\n`, `${outcome.stderr.trimEnd()}\n`);
    if (detail !== undefined) return [failure(fn, "standard error must be as expected", "error.txt", detail)];
  }
  return [...compareResources(fn, outcome.output, read), ...compareResults(fn, read)];
}

function compareResources(fn: FunctionCase, output: string, read: () => ListOutput): readonly CaseFailure[] {
  if (fn.expected === undefined) return [];
  const detail = showDiff(fn.expected, fn.isList ? output : joinDocuments(read().documents));
  return detail === undefined ? [] : [failure(fn, "the output must be as expected", "expected.yaml", detail)];
}

function compareResults(fn: FunctionCase, read: () => ListOutput): readonly CaseFailure[] {
  // An expected error says enough without results: it prints them, and kpt throws the rest of the output away.
  if (fn.isList || (fn.results === undefined && fn.error !== undefined)) return [];
  const [expected, results] = [fn.results ?? [], read().results];
  if (expected.length + results.length === 0) return [];
  const detail = showDiff(showResults(expected), showResults(results));
  return detail === undefined ? [] : [failure(fn, "the results must be as expected", "results.yaml", detail)];
}

/** Results as text in which only their data counts, whatever order their keys were written in. */
function showResults(results: readonly unknown[]): string {
  return dump(results, { sortKeys: true, lineWidth: -1, noRefs: true });
}

async function compareSecond(
  fn: FunctionCase,
  first: Outcome,
  read: () => ListOutput,
  run: Run,
): Promise<readonly CaseFailure[]> {
  const before = read().documents;
  const input = fn.isList ? withoutResults(first.output) : wrapResources(before, fn.functionConfig);
  const second = await run(input);
  if (second.exitCode !== 0) {
    const must = `the exit code of the second run, on the first one's output, must be "0", not "${second.exitCode}"`;
    return [failure(fn, must, undefined, indent(second.stderr))];
  }
  if (second.output === input) return []; // Nothing to read: it is the list that was read before.
  const detail = showDiff(joinDocuments(before), joinDocuments(readList(second.output).documents));
  const must =
    "a second run, on the first one's output, must change nothing (or function.yaml say `idempotent: false`)";
  return detail === undefined ? [] : [failure(fn, must, undefined, detail)];
}

function compareRepeated(fn: FunctionCase, first: Outcome, second: Outcome): readonly CaseFailure[] {
  const text = ({ output, stderr, exitCode }: Outcome) => `${output}${stderr}exit code ${exitCode}\n`;
  const detail = showDiff(text(first), text(second));
  return detail === undefined
    ? []
    : [failure(fn, "a second run on the same input must give the same", undefined, detail)];
}

function failure(
  { name }: FunctionCase,
  must: string,
  file: string | undefined,
  detail: string,
): CaseFailure {
  return { case: name, must, ...(file === undefined ? {} : { file }), ...(detail === "" ? {} : { detail }) };
}

function indent(text: string): string {
  const lines = text.trimEnd().split("\n").slice(0, 20);
  return lines.length === 1 && lines[0] === "" ? "" : lines.map((line) => `  ${line}`).join("\n");
}
