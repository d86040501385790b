// Runs the Go command, and turns what goes wrong in it into a message with the cure.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { goProblem } from "./go-problems.ts";
import { onInterrupt } from "./interrupt.ts";
import { GO_ENVIRONMENT } from "./recipe.ts";

/** How much of the end of an output a message quotes. */
const TAIL_LINES = 20;

/** Throws Problems unless a Go that can build `module` is installed, or can fetch one that can. */
export async function requireGo(env: NodeJS.ProcessEnv, module: string): Promise<void> {
  await runGo(["list", "-m"], env, module, () => {});
}

/** The Go version that `module` needs, as its go.mod says. */
function neededGo(module: string): string {
  return /^go (\S+)$/m.exec(readFileSync(join(module, "go.mod"), "utf8"))?.[1] ?? "?";
}

/**
 * Runs `go ARGS` in the folder `module`; gives each line of its standard error to `onLine`. Returns its standard output.
 * Throws Problems when it fails.
 */
export async function runGo(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  module: string,
  onLine: (line: string) => void,
): Promise<string> {
  const child = spawn("go", args, {
    cwd: module,
    env: { ...env, ...GO_ENVIRONMENT, PWD: module },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const forget = onInterrupt(() => child.kill("SIGTERM"));
  const tail: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    onLine(line);
    tail.push(line);
    if (tail.length > TAIL_LINES) tail.shift();
  });
  const out: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  const failure = await new Promise<string | undefined>((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    child.once("close", (code, signal) => resolve(code === 0 ? undefined : `exit ${code ?? signal}`));
  });
  forget();
  if (failure !== undefined) throw goProblem(`tools/${basename(module)}`, failure, tail, neededGo(module));
  return Buffer.concat(out).toString("utf8");
}
