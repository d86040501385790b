// Owns what `npm run verify` shows: a table with a line for each function, or JSON for programs.
import { platforms } from "../../catalog/platforms.ts";
import type { Problem } from "../../catalog/problems.ts";
import type { FunctionReport, RunReport, TagReport } from "../../verify/index.ts";
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

/** A column that only some verifications have. */
interface Column {
  readonly title: string;
  readonly isAsked: (report: FunctionReport) => boolean;
  readonly cell: (report: FunctionReport) => string;
}

const columns: readonly Column[] = [
  {
    title: "cases run",
    isAsked: ({ runs }) => runs !== undefined,
    cell: ({ runs = [] }) => runs.map(tellRun).join(", "),
  },
  {
    title: "built again",
    isAsked: ({ rebuild }) => rebuild !== undefined,
    cell: ({ rebuild }) =>
      rebuild === undefined
        ? "failed"
        : `${rebuild.same ? "same" : "differs"} (${rebuild.commit.slice(0, 12)})`,
  },
];

/** A line for each function. */
export function renderVerification({ functions }: Verification): string {
  const more = columns.filter(({ isAsked }) => functions.some(isAsked));
  const title = ["function", "version", "tags", "digest", ...platforms, "application"];
  return align([
    [...title, ...more.map(({ title }) => title), "verified"],
    ...functions.map((report) => [...row(report), ...more.map(({ cell }) => cell(report)), verdict(report)]),
  ]);
}

function row({
  name,
  version,
  image,
  digest,
  tagReports,
  platforms: found,
}: FunctionReport): readonly string[] {
  const one = (wanted: string) => found.find(({ platform }) => platform === wanted);
  const applications = found.flatMap(({ applicationSize }) => applicationSize ?? []);
  return [
    name,
    version,
    tagReports.map(tellTag).join(" "),
    shortDigest(`${image}@${digest}`),
    ...platforms.map((platform) => formatSize(one(platform)?.size)),
    formatSize(applications.length === 0 ? undefined : Math.max(...applications)),
  ];
}

function verdict({ problems }: FunctionReport): string {
  if (problems.length === 0) return "yes";
  return problems.length === 1 ? "1 problem" : `${problems.length} problems`;
}

function tellRun({ platform, state, cases }: RunReport): string {
  return `${platform} ${state === "passed" ? cases : state}`;
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
