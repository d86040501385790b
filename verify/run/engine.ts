// Owns the machine's Docker engine: whether it answers, which platforms it runs, and the images that are tried in it.
import type { Outcome } from "../../catalog/check/cases.ts";
import { runProgram } from "../../catalog/check/program.ts";
import { Problems } from "../../catalog/problems.ts";
import { runAsKpt } from "./kpt.ts";

/** An engine that answers. */
export interface Engine {
  /** The platform that it runs without emulation, such as `linux/amd64`. */
  readonly platform: string;
  /** Makes the engine have an image, by digest. Throws `Problems` where it cannot be pulled. */
  pull(reference: string, platform: string): Promise<void>;
  /** Whether the machine runs programs of this platform; an image of it, which is there, is tried. */
  runs(reference: string, platform: string): Promise<boolean>;
  /** Runs a function as kpt does. */
  run(reference: string, platform: string, input: string): Promise<Outcome>;
  /** Removes the images that were pulled for this; those that were there before stay. */
  tidy(): Promise<void>;
}

/** Finds the engine that the Docker CLI of this machine talks to. Throws `Problems` where none answers. */
export async function openEngine(): Promise<Engine> {
  const { PATH: path = "" } = process.env;
  const docker = (args: readonly string[], input = "") =>
    runProgram({ command: ["docker", ...args], path, timeout: 600_000 }, input);
  const version = await docker(["version", "--format", "{{.Server.Os}}/{{.Server.Arch}}"]).catch(
    (error: Error): Outcome => ({ output: "", stderr: error.message, exitCode: 1 }),
  );
  if (version.exitCode !== 0) {
    const must = `must answer, since it runs the images, but: ${lastLine(version)}`;
    const cure = "start it, or set DOCKER_HOST to one that this machine reaches";
    throw new Problems("The images cannot be run:", [{ path: "Docker engine", must, cure }]);
  }
  const pulled: string[] = [];
  const runnable = new Map<string, Promise<boolean>>();
  const platform = version.output.trim();
  const run: Engine["run"] = (reference, platform, input) =>
    docker([...runAsKpt, "--platform", platform, reference], input);
  return {
    platform,
    run,
    async pull(reference, platform) {
      const there = await docker(["image", "inspect", "--format", "{{.Id}}", reference]);
      if (there.exitCode === 0) return;
      const pull = await docker(["pull", "--quiet", "--platform", platform, reference]);
      if (pull.exitCode === 0) {
        pulled.push(reference);
        return;
      }
      const must = `must be pulled by the Docker engine, but: ${lastLine(pull)}`;
      throw new Problems("An image cannot be run:", [{ path: `${reference} (${platform})`, must }]);
    },
    runs(reference, wanted) {
      if (wanted === platform) return Promise.resolve(true);
      const known = runnable.get(wanted) ?? run(reference, wanted, "").then(isStarted);
      runnable.set(wanted, known);
      return known;
    },
    async tidy() {
      if (pulled.length > 0) await docker(["image", "rm", ...pulled]);
    },
  };
}

/** Whether a kernel took the program for one of its own; what that then said of its empty input does not matter. */
function isStarted({ stderr }: Outcome): boolean {
  return !/exec format error/i.test(stderr);
}

function lastLine({ stderr, output }: Outcome): string {
  return (stderr.trim() || output.trim()).split("\n").at(-1) ?? "";
}
