// Owns telling why a build failed: the log of its failed step, read back from the builder's own records.
//
// The provider closes its log as soon as a build ends, so the last lines, which are those of a failed check, often get lost.
import { buildx } from "./buildx.ts";

/** One line of `buildx history ls --format json`, as far as it is needed. */
interface BuildRecord {
  readonly name: string;
  /** `builder/node/id`. */
  readonly ref: string;
  readonly status: string;
}

/**
 * What the failed steps of the newest build of `context` printed; empty where the builder keeps no record of it.
 *
 * @param context name of the context's folder, which is the function's
 */
export async function readFailedSteps(builder: string, context: string): Promise<string> {
  const list = await buildx(["history", "ls", "--builder", builder, "--format", "json"]);
  const records = list.stdout.split("\n").filter((line) => line !== "");
  const [newest] = records
    .map((line) => JSON.parse(line) as BuildRecord)
    .filter(({ name }) => name === context);
  const id = newest?.ref.split("/").at(-1);
  if (newest?.status !== "Error" || id === undefined) return "";
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
