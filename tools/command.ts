// Owns what a command of `tools/commands/` is, and how one is run: help, errors, exit code.
import { formatProblem, Problems, refusalOf } from "../catalog/problems.ts";
import { handleSignals, Interrupted } from "./child.ts";

/** What each file of `tools/commands/` exports. */
export interface Command {
  /** The usage line, what the command does, and its options: what `--help` prints. */
  readonly help: string;
  /** True where `--help` belongs to the program that the command runs. */
  readonly ownHelp?: boolean;
  /** Runs the command; resolves to its exit code, throws `Problems` for what the user can mend. */
  run(args: readonly string[]): Promise<number>;
}

/** Runs one command and ends the process with its exit code. */
export async function runCommand(name: string, command: Command, args: readonly string[]): Promise<void> {
  const asksHelp = args.includes("--help") || args.includes("-h");
  if (asksHelp && command.ownHelp !== true) {
    process.stdout.write(`${command.help.trim()}\n`);
    return;
  }
  handleSignals();
  try {
    process.exitCode = await command.run(args);
  } catch (error) {
    process.exitCode = error instanceof Interrupted ? error.exitCode : 1;
    if (!(error instanceof Interrupted)) process.stderr.write(`${describe(error, name)}\n`);
  }
}

/** An error as the user sees it: the message alone for what can be mended, else with its stack. */
export function describe(error: unknown, command: string): string {
  if (error instanceof Problems) return error.message;
  const refusal = refusalOf(error, command);
  if (refusal !== undefined) return formatProblem(refusal);
  return (error as Partial<Error> | undefined)?.stack ?? String(error);
}
