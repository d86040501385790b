// Owns what `npm run verify` shows: a table with a line for each function, or JSON for programs.
import { platforms } from "../../catalog/platforms.ts";
import type { Problem } from "../../catalog/problems.ts";
import type { FunctionReport, TagReport } from "../../verify/index.ts";
import { align, formatSize, shortDigest } from "./table.ts";

/** All that a verification found. */
export interface Verification {
  readonly stack: string;
  readonly functions: readonly FunctionReport[];
  /** Tags that were put back, each `registry/path/name:tag`. */
  readonly mended: readonly string[];
  /** Problems that belong to none of the functions above. */
  readonly problems: readonly Problem[];
}

/** Every problem, each told once, though several functions may have it. */
export function allProblems({ functions, problems }: Verification): readonly Problem[] {
  const all = [...problems, ...functions.flatMap((fn) => fn.problems)];
  return [...new Map(all.map((problem) => [`${problem.path}: ${problem.must}`, problem])).values()];
}

/** A line for each function. */
export function renderVerification({ functions }: Verification): string {
  const title = ["function", "version", "tags", "digest", ...platforms, "application", "verified"];
  return align([title, ...functions.map(row)]);
}

function row({
  name,
  version,
  image,
  digest,
  tagReports,
  platforms: found,
  problems,
}: FunctionReport): readonly string[] {
  const one = (wanted: string) => found.find(({ platform }) => platform === wanted);
  const applications = found.flatMap(({ applicationSize }) => applicationSize ?? []);
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [
    name,
    version,
    tagReports.map(tellTag).join(" "),
    shortDigest(`${image}@${digest}`),
    ...platforms.map((platform) => formatSize(one(platform)?.size)),
    formatSize(applications.length === 0 ? undefined : Math.max(...applications)),
    problems.length === 0 ? "yes" : count,
  ];
}

function tellTag({ tag, state }: TagReport): string {
  return state === "right" ? tag : `${tag} (${state})`;
}

/** The same for programs. */
export function verificationJson(verification: Verification): string {
  const { stack, mended, problems } = verification;
  const ok = allProblems(verification).length === 0;
  const functions = verification.functions.map(({ tags: _, tagReports: tags, isWhole: __, ...fn }) => ({
    ...fn,
    tags,
  }));
  return `${JSON.stringify({ stack, ok, functions, mended, problems }, undefined, 2)}\n`;
}
