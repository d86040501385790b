// Owns counting up the versions of functions, in the text of their function.yaml.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type CatalogFunction,
  isRelease,
  nextRelease,
  type Problem,
  type ReleasePart,
  throwProblems,
} from "../../catalog/index.ts";
import { nearest } from "../../catalog/validate/nearest.ts";
import { Document } from "../../sdk/yaml/document.ts";

const parts: readonly string[] = ["patch", "minor", "major"] satisfies readonly ReleasePart[];
const command = "npm run bump";
const usage = `run \`${command} -- NAME... patch\`, or \`minor\` or \`major\``;

/** A function's version, as it is and as it is to be. */
export interface Bump {
  readonly fn: Pick<CatalogFunction, "name" | "folder">;
  readonly before: string;
  readonly after: string;
}

/**
 * What the arguments `NAME... PART` or `--all PART` mean for these functions. Of all functions, those with a plain tag are
 * left alone.
 *
 * @throws Problems with all that is wrong with the arguments, and every function named whose version is a plain tag
 */
export function planBumps(
  functions: readonly Pick<CatalogFunction, "name" | "folder" | "version">[],
  args: readonly string[],
): readonly Bump[] {
  const words = args.slice(0, -1);
  const part = args.at(-1) ?? "";
  const names = words.filter((word) => !word.startsWith("-"));
  const all = words.includes("--all");
  const chosen = functions.filter(({ name, version }) => names.includes(name) || (all && isRelease(version)));
  const problems = [
    ...argumentProblems(part, words),
    ...nameProblems(
      names,
      functions.map(({ name }) => name),
    ),
    ...chosen.filter(({ version }) => !isRelease(version)).map(plainProblem),
  ];
  if (all && names.length === 0 && chosen.length === 0) {
    const must = "must have a function with a release to bump";
    problems.push({ path: "functions", must, cure: "give one a version such as v1.0.0" });
  }
  throwProblems("The versions cannot be bumped:", problems);
  return chosen.map((fn) => ({
    fn,
    before: fn.version,
    after: nextRelease(fn.version, part as ReleasePart),
  }));
}

function argumentProblems(part: string, words: readonly string[]): readonly Problem[] {
  const problem = (must: string): Problem => ({ path: command, must, cure: usage });
  const options = words.filter((word) => word.startsWith("-"));
  const names = words.filter((word) => !word.startsWith("-"));
  const musts = options
    .filter((word) => word !== "--all")
    .map((word) => `must have no option but \`--all\`, not "${word}"`);
  if (!parts.includes(part)) musts.push(`must end with patch, minor or major, not "${part}"`);
  if (options.includes("--all") && names.length > 0)
    musts.push(`must have names or \`--all\`, not both, found "${names.join(" ")}"`);
  if (parts.includes(part) && words.length === 0) musts.push("must name a function");
  return musts.map(problem);
}

function nameProblems(names: readonly string[], known: readonly string[]): readonly Problem[] {
  const unknown = names.filter((name) => !known.includes(name));
  const again = new Set(names.filter((name, at) => names.indexOf(name) !== at));
  return [
    ...unknown.map((name) => {
      const meant = nearest(name, known);
      const cure = meant === undefined ? `write one of ${known.join(", ")}` : `write "${meant}"`;
      return { path: command, must: `must name functions of functions/, not "${name}"`, cure };
    }),
    ...[...again].map((name) => {
      return { path: command, must: `must name each function once, not "${name}" again`, cure: "remove it" };
    }),
  ];
}

function plainProblem({ folder, version }: Pick<CatalogFunction, "folder" | "version">): Problem {
  const must = `\`version\` must be a release to be bumped, not "${version}"`;
  return { path: `${folder}/function.yaml`, must, cure: 'write one there, such as "v1.0.0"' };
}

/** Writes the new version into the function's function.yaml below `root`, and leaves every other byte there as it is. */
export function writeBump(root: string, { fn, after }: Bump): void {
  const file = join(root, fn.folder, "function.yaml");
  const document = new Document(readFileSync(file, "utf8"));
  (document.data as Record<string, unknown>).version = after;
  writeFileSync(file, document.write(document.data));
}
