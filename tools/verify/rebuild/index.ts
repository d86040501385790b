// Owns building published functions again from their commits, on an empty builder, and comparing the digests.
import { type CatalogFunction, type Problem, Problems } from "../../../catalog/index.ts";
import { openRegistryClient } from "../../../oci/index.ts";
import type { FunctionReport } from "../../../verify/index.ts";
import { commitsOf, fileAt } from "./commits.ts";
import { baseOf, type MadeOf, ownBases, readMadeOf, rebuildSettings } from "./settings.ts";
import { openWorktree, type Worktree } from "./worktree.ts";

/** What a rebuild needs to know. */
export interface RebuildOptions {
  readonly clone: string;
  readonly stack: string;
  readonly imagePrefix: string;
  readonly functions: readonly Pick<CatalogFunction, "name" | "recipe">[];
  readonly report: (line: string) => void;
}

/** Functions that one build makes: those of one commit and the same bases. */
interface Batch extends MadeOf {
  readonly commit: string;
  readonly reports: FunctionReport[];
}

const project = "krm-functions";

/**
 * Builds every function again: in a worktree of its commit, with that commit's program and tools, on a builder that has built
 * nothing, from the bases that its labels name. Nothing is pushed.
 *
 * @returns the reports with what came out, and each difference among their problems
 * @throws Problems where the commits cannot be told
 */
export async function rebuildFunctions(
  reports: readonly FunctionReport[],
  options: RebuildOptions,
): Promise<readonly FunctionReport[]> {
  const batches = await batchesOf(reports, options);
  const rebuilt = new Map<string, FunctionReport>();
  for (const batch of batches) {
    const names = batch.reports.map(({ name }) => name).join(", ");
    options.report(`Building ${names} again from commit ${batch.commit.slice(0, 12)}`);
    for (const report of await rebuildBatch(batch, options)) rebuilt.set(report.name, report);
  }
  return reports.map((report) => rebuilt.get(report.name) ?? report);
}

async function batchesOf(
  reports: readonly FunctionReport[],
  { clone, stack, imagePrefix, functions }: RebuildOptions,
): Promise<readonly Batch[]> {
  const file = `Pulumi.${stack}.yaml`;
  const own = readMadeOf(await fileAt(clone, "HEAD", file), project);
  const commits = await commitsOf(clone, reports, own.version !== undefined);
  const client = openRegistryClient();
  const batches = new Map<string, Batch>();
  for (const [at, report] of reports.entries()) {
    const commit = commits[at] ?? "";
    const { version, bases } = readMadeOf(await fileAt(clone, commit, file), project);
    const base = functions.find(({ name }) => name === report.name)?.recipe.base;
    const reference = base === undefined ? undefined : await baseOf(client, report, imagePrefix);
    const all = base === undefined || reference === undefined ? bases : { ...bases, [base]: reference };
    const key = JSON.stringify([commit, all]);
    const batch = batches.get(key) ?? {
      commit,
      bases: all,
      reports: [],
      ...(version === undefined ? {} : { version }),
    };
    batches.set(key, batch);
    batch.reports.push(report);
  }
  return [...batches.values()];
}

async function rebuildBatch(
  { commit, reports, ...madeOf }: Batch,
  { clone, imagePrefix, report }: RebuildOptions,
): Promise<readonly FunctionReport[]> {
  let worktree: Worktree | undefined;
  try {
    worktree = await openWorktree(clone, commit, report);
    const bases = {
      ...madeOf.bases,
      ...(await ownBases(openRegistryClient(), worktree.root, imagePrefix, madeOf.bases)),
    };
    const names = reports.map(({ name }) => name);
    const { functions } = await worktree.build(
      rebuildSettings(project, { ...madeOf, bases, imagePrefix, names }),
    );
    return reports.map((one) => compare(one, commit, functions[one.name]?.ref));
  } catch (error) {
    if (!(error instanceof Problems)) throw error;
    return reports.map((one) => ({ ...one, problems: [...one.problems, ...error.problems] }));
  } finally {
    worktree?.remove();
  }
}

function compare(report: FunctionReport, commit: string, ref: string | undefined): FunctionReport {
  const digest = ref?.split("@")[1] ?? "";
  const rebuild = { commit, digest, same: digest === report.digest };
  if (rebuild.same) return { ...report, rebuild };
  const problem: Problem = {
    path: `${report.image}@${report.digest}`,
    must: `must come out of commit ${commit.slice(0, 12)} again, but that gives "${digest}"`,
    cure: "it was published from other sources, or its build is not reproducible: compare the two images' labels",
  };
  return { ...report, rebuild, problems: [...report.problems, problem] };
}
