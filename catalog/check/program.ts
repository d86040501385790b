// Owns running a program over standard input, also under BuildKit's emulation.
import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { Outcome } from "./cases.ts";

/**
 * The emulator that BuildKit mounts into a step for a platform that the machine cannot run, and starts the step with:
 * https://github.com/moby/buildkit, solver/llbsolver/ops/exec_binfmt.go. A kernel without binfmt_misc refuses to start what
 * such a step starts in turn, unless that emulator is named again. (The emulator of BuildKit's own image does it by itself.)
 */
const emulator = "/dev/.buildkit_qemu_emulator";

/** A program to run. */
export interface Program {
  /** Program and arguments, as in an ENTRYPOINT. */
  readonly command: readonly string[];
  /** Where the file system of its image is mounted. Default: `/`. */
  readonly root?: string;
  /** Folders to look for it. Default: `/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`. */
  readonly path?: string;
  /** After so many milliseconds it is killed. Default: 120000. */
  readonly timeout?: number;
}

const usualPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * Runs a program with `input` on standard input.
 *
 * @throws Error when it cannot be started or does not end in time
 */
export async function runProgram(program: Program, input: string): Promise<Outcome> {
  const [name = "", ...args] = program.command;
  const file = locate(name, program);
  const timeout = program.timeout ?? 120_000;
  try {
    return await communicate(spawn(file, args, { argv0: name }), input, timeout);
  } catch (error) {
    if (!(error instanceof StartError) || !existsSync(emulator)) throw error;
    return await communicate(spawn(emulator, ["-0", name, file, ...args]), input, timeout);
  }
}

/** The program's file: absolute, since an emulator does not look for it. */
function locate(name: string, { root = "/", path = usualPath }: Program): string {
  if (isAbsolute(name)) return join(root, name);
  const files = path.split(":").map((folder) => join(root, folder, name));
  const found = files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new StartError(`the program "${name}" must be in one of ${path}`);
  return found;
}

class StartError extends Error {}

function communicate(child: ChildProcess, input: string, timeout: number): Promise<Outcome> {
  const collect = (stream: ChildProcess["stdout"]) => {
    const chunks: Buffer[] = [];
    stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString("utf8");
  };
  const [output, stderr] = [collect(child.stdout), collect(child.stderr)];
  // A program may fail before it has read everything; its exit code tells then.
  child.stdin?.on("error", () => {});
  child.stdin?.end(input);
  // Not the timeout of spawn, which goes on where the program could not be started.
  const timer = setTimeout(() => child.kill("SIGKILL"), timeout);
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.on("error", (error) => reject(new StartError(`cannot start: ${error.message}`, { cause: error })));
    child.on("close", (exitCode, signal) => {
      if (exitCode !== null) resolve({ output: output(), stderr: stderr(), exitCode });
      else reject(new Error(`must end by itself within ${timeout / 1000} s, not by the signal "${signal}"`));
    });
  });
  return outcome.finally(() => clearTimeout(timer));
}
