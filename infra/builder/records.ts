// Owns reading the builder's own records of builds: what a failed step printed, and the digest of what was built.
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
 * The digest of what the newest build of this name made; undefined where the builder has no record of it.
 *
 * @param build the build argument BUILDKIT_BUILD_NAME, which is the function's name
 */
export async function readBuiltDigest(builder: string, build: string): Promise<string | undefined> {
  const record = await closedRecord(builder, build);
  // A skipped build leaves none; an older one tells nothing of this run. A builder whose clock is behind stays untold.
  if (record?.status !== "Completed" || Date.parse(record.created_at) < started()) return undefined;
  const { stdout } = await buildx([
    "history",
    "inspect",
    "--builder",
    builder,
    "--format",
    "json",
    idOf(record),
  ]);
  const { Attachments = [] } = JSON.parse(stdout) as {
    Attachments?: readonly { Digest: string; Type: string }[];
  };
  return Attachments.find(({ Type }) => Type === "application/vnd.oci.image.index.v1+json")?.Digest;
}

/** When this program started, less a minute for clocks that differ. */
function started(): number {
  return Date.now() - performance.now() - 60_000;
}

/**
 * What the failed steps of the newest build of this name printed; empty where the builder has no record of it. Whoever asks knows
 * that this run has one: by the times in it alone, a builder whose clock is off could not be told from an earlier run.
 *
 * @param build the build argument BUILDKIT_BUILD_NAME, which is the function's name
 */
export async function readFailedSteps(builder: string, build: string): Promise<string> {
  const record = await closedRecord(builder, build);
  if (record?.status !== "Error") return "";
  // The provider closes its log as soon as a build ends: the last lines, which are those of a failed check, often get lost.
  const logs = ["history", "logs", "--builder", builder, "--progress", "plain", idOf(record)];
  const { stdout, stderr } = await buildx(logs);
  return failedSteps(stdout + stderr);
}

function idOf({ ref }: BuildRecord): string {
  return ref.split("/").at(-1) ?? ref;
}

/** The newest record of a name; it is closed some moments after the provider has seen the build end. */
async function closedRecord(builder: string, build: string): Promise<BuildRecord | undefined> {
  let record = await newestRecord(builder, build);
  for (let tries = 0; record?.status === "Running" && tries < 20; tries++) {
    await sleep(250);
    record = await newestRecord(builder, build);
  }
  return record;
}

/** The newest record of a name, by the builder's clock. */
async function newestRecord(builder: string, build: string): Promise<BuildRecord | undefined> {
  const { stdout } = await buildx(["history", "ls", "--builder", builder, "--format", "json"]);
  const records = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as BuildRecord);
  const time = ({ created_at }: BuildRecord) => Date.parse(created_at);
  return records.filter(({ name }) => name === build).sort((a, b) => time(b) - time(a))[0];
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
