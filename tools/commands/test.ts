// Owns `npm test`: the tools, then every test file in one run of Node's own runner.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { runVisibly } from "../child.ts";
import { clonePath, root } from "../paths.ts";
import { report, setUpTools } from "../setup.ts";
import { findTests } from "../tests/find.ts";

export const help = `
npm test [-- WORDS AND OPTIONS]

Runs all tests: types, lint, unit, resource graphs, end to end on real parts. A word keeps the files whose path below test/
starts with it or holds it (\`npm test -- unit\`, \`npm test -- e2e/publish\`); options such as --test-name-pattern=... go to
Node's test runner.
`;

/** Runs the tests; the exit code is the runner's, and 1 where no test ran. */
export async function run(args: readonly string[]): Promise<number> {
  const words = args.filter((arg) => !arg.startsWith("-"));
  const options = args.filter((arg) => arg.startsWith("-"));
  const files = findTests(root, words);
  // Only end-to-end tests need tools, whose first build takes minutes.
  if (files.some((file) => file.startsWith("test/e2e/"))) await setUpTools(root, ["buildkit", "registry"]);

  mkdirSync(clonePath(root), { recursive: true });
  const count = clonePath(root, `tests-${process.pid}.json`);
  const reporter = join(root, "tools", "tests", "count-reporter.mjs");
  const code = await runVisibly(
    process.execPath,
    [
      ...["--import", "tsx", "--test", `--test-concurrency=${availableParallelism()}`],
      ...["--test-reporter=spec", "--test-reporter-destination=stdout"],
      ...[`--test-reporter=${reporter}`, `--test-reporter-destination=${count}`],
      ...options,
      ...files,
    ],
    { cwd: root },
  );
  const { passed } = JSON.parse(readFileSync(count, "utf8")) as { passed: number };
  rmSync(count);
  if (code !== 0 || passed > 0) return code;
  report("tests: at least one must run, but all were skipped or filtered out");
  return 1;
}
