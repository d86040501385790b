// Owns how a function runs: the text of a ResourceList in; the changed text, messages and the exit code out.
import { isUtf8 } from "node:buffer";
import { helpText } from "./help.ts";
import { encodingProblem, InputProblem, openResourceList } from "./resource-list.ts";
import { errorLines, exitCodeOf, orderedResult } from "./results.ts";
import { readAll, writeAll } from "./stdio.ts";
import { type Command, ConfigError, type FunctionInfo, type Outcome, type Transform } from "./types.ts";

/**
 * Makes a function runnable.
 *
 * - Input that is no ResourceList: a line on standard error for each problem, with path and line, exit code 1, no output.
 * - ConfigError: an error result for each of its messages, exit code 1, and the ResourceList.
 * - Any other exception is a bug in the function: said so on standard error, exit code 1, no output.
 */
export function command(transform: Transform, info: FunctionInfo): Command {
  const evaluate = (input: string): Outcome => {
    try {
      return run(transform, input);
    } catch (error) {
      return refused(error instanceof InputProblem ? inputText(info, error.problems) : bugText(info, error));
    }
  };
  const evaluateBytes = (input: Buffer): Outcome =>
    isUtf8(input) ? evaluate(input.toString("utf8")) : refused(inputText(info, [encodingProblem(input)]));
  const main = (): void => {
    const [first] = process.argv.slice(2);
    if (first === "--help" || first === "-h") writeAll(1, helpText(info));
    else if (first !== undefined) {
      writeAll(
        2,
        `${info.name}: takes no argument "${first}", but a ResourceList on standard input; see --help\n`,
      );
      process.exitCode = 1;
    } else {
      const { output, stderr, exitCode } = evaluateBytes(readAll(0));
      writeAll(2, stderr);
      writeAll(1, output);
      process.exitCode = exitCode;
    }
  };
  return { evaluate, main };
}

function run(transform: Transform, input: string): Outcome {
  const { list, inputResults, write } = openResourceList(input);
  try {
    transform(list);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const message of error.messages) list.results.push({ message, severity: "error" });
  }
  const known = new Set(inputResults);
  list.results = list.results.map((result) => (known.has(result) ? result : orderedResult(result)));
  const added = list.results.filter((result) => !known.has(result));
  return { output: write(), stderr: errorLines(added), exitCode: exitCodeOf(added) };
}

function refused(stderr: string): Outcome {
  return { output: "", stderr, exitCode: 1 };
}

function inputText({ name }: FunctionInfo, problems: readonly string[]): string {
  return problems.map((problem) => `${name}: ${problem}\n`).join("");
}

function bugText(info: FunctionInfo, error: unknown): string {
  const [message, stack] =
    error instanceof Error ? [`${error.name}: ${error.message}`, error.stack] : [String(error), ""];
  const line = message.replace(/\s*[\r\n]+\s*/g, " ");
  const what = `${info.name} ${info.version}: this is a bug in the function, not in its input: ${line}`;
  return `${what}\n${stack === undefined || stack === "" ? "" : `${stack}\n`}`;
}
