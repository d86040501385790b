// Owns telling why a build failed: the log of its failed step, read back from the builder's own records.
//
// The provider closes its log as soon as a build ends, so the last lines, which are those of a failed check, often get lost.
import { setTimeout as sleep } from "node:timers/promises";
import { buildx } from "./buildx.ts";

/** One line of `buildx history ls --format json`, as far as it is needed. */
interface BuildRecord {
  /** The build argument BUILDKIT_BUILD_NAME. */
  readonly name: string;
  /** `builder/node/id`. */
  readonly ref: string;
  readonly status: string;
  readonly created_at: string;
}

/**
 * What the failed steps of the newest build of this name printed; empty where the builder has no record of it.
 *
 * @param build the build argument BUILDKIT_BUILD_NAME, which is the function's name
 */
export async function readFailedSteps(builder: string, build: string): Promise<string> {
  let record = await newestRecord(builder, build);
  // The record is closed some moments after the provider has seen the build fail.
  for (let tries = 0; record?.status === "Running" && tries < 20; tries++) {
    await sleep(250);
    record = await newestRecord(builder, build);
  }
  const id = record?.ref.split("/").at(-1);
  if (record?.status !== "Error" || id === undefined) return "";
  const { stdout, stderr } = await buildx([
    "history",
    "logs",
    "--builder",
    builder,
    "--progress",
    "plain",
    id,
  ]);
  return failedSteps(stdout + stderr);
}

/** The newest record of a name since this program started, or a minute before, should the builder's clock be behind. */
async function newestRecord(builder: string, build: string): Promise<BuildRecord | undefined> {
  const { stdout } = await buildx(["history", "ls", "--builder", builder, "--format", "json"]);
  const records = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as BuildRecord);
  const since = Date.now() - performance.now() - 60_000;
  return records.find(({ name, created_at }) => name === build && Date.parse(created_at) > since);
}

/** The lines of the steps that end with an error, without BuildKit's numbers and times in front. */
export function failedSteps(log: string): string {
  const lines = log.split("\n");
  const failed = new Set(lines.flatMap((line) => /^#(\d+) ERROR: /.exec(line)?.[1] ?? []));
  return lines
    .flatMap((line) => {
      const [, step = "", text] = /^#(\d+) \d+\.\d+ ?(.*)$/.exec(line) ?? [];
      return text !== undefined && failed.has(step) ? [text] : [];
    })
    .join("\n")
    .trim();
}
