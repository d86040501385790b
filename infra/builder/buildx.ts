// Owns running buildx: as a command of its own or as the Docker CLI's plugin, whichever this machine has.
import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { Problems } from "../../catalog/problems.ts";

const run = promisify(execFile);

/** A finished buildx command. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `buildx ARGS`; resolves for any exit code. Throws `Problems` where the machine has no buildx. */
export async function buildx(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const [file, first] = command();
  try {
    const { stdout, stderr } = await run(file, [...first, ...args], {
      maxBuffer: 16 << 20,
      env: { ...process.env, ...env },
    });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const failed = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof failed.code !== "number") throw error;
    return { code: failed.code, stdout: failed.stdout ?? "", stderr: failed.stderr ?? "" };
  }
}

function command(): [file: string, first: readonly string[]] {
  const own = onPath("buildx");
  if (own !== undefined) return [own, []];
  const docker = onPath("docker");
  if (docker !== undefined) return [docker, ["buildx"]];
  throw new Problems("No builder can be opened:", [
    {
      path: "buildx",
      must: "must be on PATH, itself or as the Docker CLI's plugin",
      cure: 'run `npm start`, or `eval "$(npm run -s env)"` after it',
    },
  ]);
}

/** The executable of that name that PATH finds. */
export function onPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
