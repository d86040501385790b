// Owns `npm run verify`: whether the registry has what a stack published.
import { formatProblem, platforms, readCatalog } from "../../catalog/index.ts";
import {
  type FunctionReport,
  mendTags,
  type Published,
  runFunctions,
  type VerifyOptions,
  verifyFunctions,
} from "../../verify/index.ts";
import { clonePath, root } from "../paths.ts";
import { openProgress } from "../report/progress.ts";
import {
  allProblems,
  renderVerification,
  type Verification,
  verificationJson,
} from "../report/verify-table.ts";
import { report, setUpTools } from "../setup.ts";
import { quote } from "../shell.ts";
import { publishAgain } from "../stack/lost.ts";
import { requireOutputs } from "../stack/outputs.ts";
import { type Options, readOptions } from "../verify/options.ts";
import { demandsOf, publishedBy } from "../verify/published.ts";
import { rebuildFunctions } from "../verify/rebuild/index.ts";

export const help = `
npm run verify -- [--stack NAME] [--mend] [--run] [--rebuild] [--json] [FUNCTION...]

Asks the registry whether it has what the stack (dev without a name) says it published: every tag at its digest, in each index each
platform once and nothing else, and of each image its platform, the machine of its program, its user, labels, base, layers and
size. Ends with 1 where anything does not hold. Names of functions restrict it to those.

  --mend     put tags that were moved or deleted back, by digest, without building
  --run      run each function's cases in its published image, as kpt does, on each platform that the Docker engine runs
  --rebuild  build each function again on an empty builder, from the commit that set its version, and compare the digests;
             where the stack sets the version, from the last commit. Nothing is pushed
  --json     all that was found, as JSON on standard output
`;

/** Verifies; 0 where all holds. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  const { stack } = options;
  const { paths } = await setUpTools(root, [], stack);
  const { pulumi = "pulumi" } = paths;
  const outputs = await requireOutputs(pulumi, root, stack);
  const { published, problems } = publishedBy(outputs, options);
  const { imagePrefix } = outputs;
  const functions = await readCatalog(root);
  const verifyOptions: VerifyOptions = {
    imagePrefix,
    platforms,
    demands: demandsOf(functions),
    cache: clonePath(root, "verify"),
    cures: curesOf(stack),
  };
  const found = await verify(published, verifyOptions, options);
  let reports = found.functions;
  if (options.run) {
    reports = await withProgress("run", reports.length, (progress) =>
      runFunctions(reports, { root, functions, progress }),
    );
  }
  if (options.rebuild) {
    reports = await rebuildFunctions(reports, { clone: root, stack, imagePrefix, functions, report });
  }
  return show({ ...found, stack, functions: reports, problems: [...problems, ...found.problems] }, options);
}

/** Verifies, and where that is asked for mends and verifies again. */
async function verify(
  published: readonly Published[],
  options: VerifyOptions,
  { mend }: Options,
): Promise<Omit<Verification, "stack">> {
  const before = await verifyWithProgress(published, options);
  const none = { tags: [], problems: [] };
  const { tags: mended, problems } = mend ? await mendTags(before) : none;
  if (mended.length === 0) return { functions: before, mended, problems };
  const isTouched = ({ image }: FunctionReport) => mended.some((tag) => tag.startsWith(`${image}:`));
  const again = await verifyWithProgress(before.filter(isTouched), options);
  const functions = before.map((one) => again.find(({ name }) => name === one.name) ?? one);
  return { functions, mended, problems };
}

function verifyWithProgress(
  published: readonly Published[],
  options: VerifyOptions,
): Promise<readonly FunctionReport[]> {
  return withProgress("verified", published.length, (progress) =>
    verifyFunctions(published, { ...options, progress }),
  );
}

async function withProgress<T>(
  what: string,
  total: number,
  work: (progress: (done: number) => void) => Promise<T>,
): Promise<T> {
  const progress = openProgress(what, total);
  try {
    return await work(progress.at);
  } finally {
    progress.end();
  }
}

function show(verification: Verification, { json }: Options): number {
  const problems = allProblems(verification);
  for (const tag of verification.mended) report(`${tag}: put back`);
  process.stdout.write(json ? verificationJson(verification) : renderVerification(verification));
  for (const line of problems.map(formatProblem).sort()) report(line);
  return problems.length === 0 ? 0 : 1;
}

function curesOf(stack: string): VerifyOptions["cures"] {
  return {
    mend: `npm run verify -- --stack ${stack} --mend`,
    publish: (name) =>
      `npm run pulumi -- up --stack ${stack} ${publishAgain(stack, [name]).map(quote).join(" ")}`,
  };
}
