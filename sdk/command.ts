// Owns how a function runs: the text of a ResourceList in; the changed text, messages and the exit code out.
import { helpText } from "./help.ts";
import { InputProblem, openResourceList } from "./resource-list.ts";
import { errorLines, exitCodeOf, orderedResult } from "./results.ts";
import { readAll, writeAll } from "./stdio.ts";
import { type Command, ConfigError, type FunctionInfo, type Outcome, type Transform } from "./types.ts";

/**
 * Makes a function runnable.
 *
 * - Input that is no ResourceList: a line on standard error with path and line, exit code 1, no output.
 * - ConfigError: an error result with its message, exit code 1, and the ResourceList.
 * - Any other exception is a bug in the function: said so on standard error, exit code 1, no output.
 */
export function command(transform: Transform, info: FunctionInfo): Command {
  const evaluate = (input: string): Outcome => {
    try {
      return run(transform, input);
    } catch (error) {
      const text = error instanceof InputProblem ? `${info.name}: ${error.message}\n` : bugText(info, error);
      return { output: "", stderr: text, exitCode: 1 };
    }
  };
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
      const { output, stderr, exitCode } = evaluate(readAll(0));
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
    list.results.push({ message: error.message, severity: "error" });
  }
  const known = new Set(inputResults);
  list.results = list.results.map((result) => (known.has(result) ? result : orderedResult(result)));
  const added = list.results.filter((result) => !known.has(result));
  return { output: write(), stderr: errorLines(added), exitCode: exitCodeOf(added) };
}

function bugText(info: FunctionInfo, error: unknown): string {
  const [message, stack] =
    error instanceof Error ? [`${error.name}: ${error.message}`, error.stack] : [String(error), ""];
  const line = message.replace(/\s*[\r\n]+\s*/g, " ");
  const what = `${info.name} ${info.version}: this is a bug in the function, not in its input: ${line}`;
  return `${what}\n${stack === undefined || stack === "" ? "" : `${stack}\n`}`;
}
