// Owns `npm run cases`: the cases of functions, run here or written anew.
import { casesOf, loadFunctions, Problems, readCatalog, updateCases } from "../../catalog/index.ts";
import { root } from "../paths.ts";

export const help = `
npm run cases -- [--update] [NAME...]

Runs the cases of the named functions, of all without a name, on this machine; each runs twice. Functions with a Dockerfile
of their own are left out unless they are in Go: their cases run in the build.

  --update   write what the cases expect anew, from what the functions give now; fails when that changes a file, so that
             nobody takes it for a test: read the difference
`;

/** Runs or updates cases; 0 when all pass, or when an update changed nothing. */
export async function run(args: readonly string[]): Promise<number> {
  const unknown = args.find((arg) => arg.startsWith("-") && arg !== "--update");
  if (unknown !== undefined) {
    throw new Problems("The cases cannot be run:", [
      { path: "npm run cases", must: `must not get "${unknown}"`, cure: "see --help" },
    ]);
  }
  const update = args.includes("--update");
  const only = args.filter((arg) => arg !== "--update");
  const catalog = await readCatalog(root, { only, draftCases: update });
  const functions = await loadFunctions(root, catalog, { tell });
  if (update) return reportUpdate(await updateCases(root, functions));

  const cases = casesOf(functions);
  const failed = (await Promise.all(cases.map((one) => one.run()))).filter((text) => text !== undefined);
  for (const text of failed) process.stderr.write(`${text}\n\n`);
  process.stdout.write(`${cases.length - failed.length} of ${cases.length} cases passed, each twice\n`);
  return failed.length === 0 ? 0 : 1;
}

/** On standard error, as all that is no outcome. */
function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

function reportUpdate(changed: readonly string[]): number {
  if (changed.length === 0) {
    process.stdout.write("Every case expects what its function gives.\n");
    return 0;
  }
  const files = changed.map((path) => `  ${path}\n`).join("");
  process.stderr.write(
    `${changed.length} files were written anew; read \`git diff functions\`, then run the tests:\n${files}`,
  );
  return 1;
}
