// Owns the programs that commands run in the foreground: their output, exit codes and signals.
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { constants } from "node:os";
import { Problems } from "../catalog/problems.ts";

/** Thrown where a signal ended the run; the exit code is the shells' 128 + signal. */
export class Interrupted extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`interrupted (${exitCode})`);
    this.exitCode = exitCode;
  }
}

/** A finished program. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const children = new Set<ChildProcess>();
let interruption: number | undefined;

/**
 * Ends the process at SIGINT, SIGTERM and SIGHUP, after the programs that run in the foreground ended. Ctrl-C on a terminal
 * reaches those by itself (a second one would make Pulumi stop in the middle of an update), other signals are passed on.
 */
export function handleSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      interruption = 128 + constants.signals[signal];
      // Later, so that other handlers of the signal clean up first.
      if (children.size === 0) setImmediate(() => process.exit(interruption));
      if (signal === "SIGINT" && process.stdin.isTTY) return;
      for (const child of children) child.kill(signal);
    });
  }
}

/** Runs a program on this terminal; resolves to its exit code. */
export async function runVisibly(
  file: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<number> {
  return await ended(start(file, args, { stdio: "inherit", ...options }), file);
}

/** Runs a program and keeps what it prints; resolves for any exit code. `timeout` (ms) ends it. */
export async function runQuietly(
  file: string,
  args: readonly string[],
  options: SpawnOptions & { readonly timeout?: number } = {},
): Promise<Finished> {
  const child = start(file, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const parts = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout?.on("data", (part: Buffer) => parts.stdout.push(part));
  child.stderr?.on("data", (part: Buffer) => parts.stderr.push(part));
  const code = await ended(child, file);
  return {
    code,
    stdout: Buffer.concat(parts.stdout).toString(),
    stderr: Buffer.concat(parts.stderr).toString(),
  };
}

/** Like `runQuietly`, but throws `Problems` with the last lines of the program's errors where it fails. */
export async function succeed(
  title: string,
  file: string,
  args: readonly string[],
  options: SpawnOptions & { readonly cure?: string } = {},
): Promise<string> {
  const { cure, ...rest } = options;
  const { code, stdout, stderr } = await runQuietly(file, args, rest);
  if (code === 0) return stdout;
  const said = stderr.trim().split("\n").slice(-8).join("\n    ");
  const problem = {
    path: [file, ...args.slice(0, 2)].join(" "),
    must: `must succeed, but ended with ${code}: ${said}`,
  };
  throw new Problems(title, [cure === undefined ? problem : { ...problem, cure }]);
}

function start(file: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  if (interruption !== undefined) throw new Interrupted(interruption);
  const child = spawn(file, args, options);
  children.add(child);
  return child;
}

function ended(child: ChildProcess, file: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      children.delete(child);
      const problem = { path: file, must: `must be a program that can be started, but: ${error.message}` };
      reject(new Problems("A program cannot be run:", [problem], { cause: error }));
    });
    child.once("close", (code, signal) => {
      children.delete(child);
      if (interruption !== undefined) reject(new Interrupted(interruption));
      else resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
