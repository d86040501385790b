// Owns what a run of a function's cases tells: every failing case, under the path of its file and the platform.
import type { CaseFailure } from "./cases.ts";

const mostShown = 10;

/** Where cases ran. */
export interface Ran {
  /** The function's name. */
  readonly name: string;
  /** Such as `linux/arm64`. */
  readonly platform: string;
}

/** One failure as a paragraph, headed by the path of what failed. */
export function formatFailure(
  { case: of, file, must, detail }: CaseFailure,
  { name, platform }: Ran,
): string {
  const path = [
    "functions",
    name,
    ...(of === "" ? [] : ["cases", of]),
    ...(file === undefined ? [] : [file]),
  ].join("/");
  const head = `${path} (${platform}): ${must}`;
  return detail === undefined ? head : `${head}\n${detail}`;
}

/**
 * What a run of `total` cases tells: `7 cases passed on linux/arm64, each twice`, or a paragraph for each failure (ten of
 * them at most, then names) and `1 of 7 cases failed on linux/arm64: basic`, which a build's log ends with.
 */
export function formatRun(failures: readonly CaseFailure[], total: number, ran: Ran): string {
  const cases = `${total} ${total === 1 ? "case" : "cases"}`;
  if (failures.length === 0) return `${cases} passed on ${ran.platform}, each twice`;
  const failed = [...new Set(failures.map((failure) => failure.case))].filter((name) => name !== "");
  const hidden = [...new Set(failures.slice(mostShown).map(({ case: of }) => of || "the image"))];
  return [
    ...failures.slice(0, mostShown).map((failure) => formatFailure(failure, ran)),
    ...(hidden.length === 0 ? [] : [`failed too: ${hidden.join(", ")}`]),
    failed.length === 0
      ? `${cases} ran, but the image failed`
      : `${failed.length} of ${cases} failed on ${ran.platform}: ${failed.join(", ")}`,
  ].join("\n\n");
}

/** What an error tells that no case waited for: the network and most of the file system refuse whatever a function tries. */
export function formatLate(error: unknown, { name, platform }: Ran): string {
  const messages: string[] = [];
  for (let at = error; at instanceof Error && messages.length < 5; at = at.cause) messages.push(at.message);
  const stack = error instanceof Error ? error.stack : undefined;
  const what = messages.length === 0 ? String(error) : messages.join(": ");
  const must = "must leave nothing behind that fails after its case";
  return `functions/${name} (${platform}): ${must}, but: ${what}${stack === undefined ? "" : `\n${stack}`}`;
}

/** The platform of this process in OCI's words, such as `linux/amd64`. */
export function hostPlatform(): string {
  return `${process.platform}/${process.arch === "x64" ? "amd64" : process.arch}`;
}
