// Owns programs that run while a test does something to them.
import { type ChildProcess, spawn } from "node:child_process";
import type { Finished } from "../project.ts";

/** A program that runs. */
export interface Running {
  readonly process: ChildProcess;
  readonly finished: Promise<Finished>;
}

/** Starts a program whose output is kept; one that takes over four minutes is killed, and fails. What it printed goes to `outputs` too. */
export function start(
  file: string,
  args: readonly string[],
  {
    cwd,
    env,
    outputs,
  }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly outputs: string[] },
): Running {
  const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const parts: string[] = [];
  const out: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    parts.push(text);
    out.push(text);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => parts.push(text));
  const timer = setTimeout(() => child.kill("SIGKILL"), 240_000);
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(timer);
      const end = () => {
        outputs.push(parts.join(""));
        resolve({ code: code ?? 128, stdout: out.join(""), output: brief(parts.join("")) });
      };
      child.once("close", end);
      // What it started may outlive it, and hold its output open.
      setTimeout(end, 2000);
    });
  });
  return { process: child, finished };
}

/** What a command printed, without the lines of progress, of which there are thousands. */
function brief(output: string): string {
  const progress = /^@|^ [ ~+-]+ +docker-build:index:Image \S+ (updating|creating|updated|created) \(/;
  return output
    .split("\n")
    .filter((line) => !progress.test(line))
    .join("\n");
}
