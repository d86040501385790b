// Owns what a command of `tools/commands/` is, and how one is run: help, errors, exit code.
import { Problems } from "../catalog/problems.ts";
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
  const { code, path, message, stack } = error as NodeJS.ErrnoException;
  const cure = code === undefined ? undefined : cures[code];
  if (cure !== undefined) return `${path ?? command}: ${cure} (${message})`;
  return stack ?? String(error);
}

/** What to do about the file system's refusals, by error code. */
const cures: Readonly<Record<string, string>> = {
  ENOSPC: "the disk must have space left; free some, then run the command again",
  EDQUOT: "the disk quota must not be used up; free some space, then run the command again",
  EACCES: "must be accessible to this user; give it the permission, or run the command as the file's owner",
  EROFS:
    "must be on a file system that can be written; move the clone (or set XDG_CACHE_HOME) to one that can",
};
