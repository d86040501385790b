// Owns which files a function's cases have: enough to be run, none that contradicts another.
import { caseFiles } from "../check/case.ts";
import { isResourceList } from "../check/resource-list.ts";
import type { TreeEntry } from "../tree.ts";
import { nameProblem } from "./name.ts";
import { nearest, quoteNames } from "./nearest.ts";
import type { Report } from "./report.ts";
import { readText } from "./text.ts";

/** What is in a function's folder. */
export interface FolderFiles {
  readonly tree: readonly TreeEntry[];
  /** Paths of the files that can be read without harm; what is wrong with the others is told already. */
  readonly readable: ReadonlySet<string>;
}

/**
 * Validates the cases of one function.
 *
 * @param drafts whether a case need not say what it expects
 * @returns the names of its cases, sorted
 */
export function readCases(
  root: string,
  folder: string,
  { tree, readable }: FolderFiles,
  drafts: boolean,
  report: Report,
): readonly string[] {
  const cases = `${folder}/cases`;
  const inside = tree.filter(({ path }) => path.startsWith("cases/"));
  const names = inside.filter(({ path, kind }) => kind === "folder" && path.split("/").length === 2);
  for (const { path } of inside.filter(({ path, kind }) => kind === "file" && path.split("/").length === 2)) {
    report(
      `${folder}/${path}`,
      "must be in the folder of a case, since each case is a folder",
      "move or remove it",
    );
  }
  if (names.length === 0) {
    report(
      cases,
      "must have at least one case",
      `add ${cases}/<case>/ with \`input.yaml\` and \`expected.yaml\``,
    );
  }
  return names.map(({ path }) => {
    const below = inside.filter((entry) => entry.path.startsWith(`${path}/`));
    const entries = below
      .map(({ path: file, kind }) => ({ name: file.slice(path.length + 1), kind }))
      .filter(({ name }) => !name.includes("/"));
    for (const { name } of entries.filter(({ kind }) => kind === "folder")) {
      const must = "must be no folder: a case has only files";
      report(`${folder}/${path}/${name}`, must, "move what it holds to a case of its own, or remove it");
    }
    const files = entries.filter(({ kind }) => kind !== "folder").map(({ name }) => name);
    validateCase(`${folder}/${path}`, files, drafts, report);
    if (readable.has(`${path}/input.yaml`)) validateForm(root, `${folder}/${path}`, files, report);
    return path.slice("cases/".length);
  });
}

function validateCase(path: string, files: readonly string[], drafts: boolean, report: Report): void {
  const name = path.split("/").at(-1) ?? "";
  const problem = nameProblem(name, "case");
  if (problem !== undefined) report(path, problem.must, problem.cure);
  for (const file of files.filter((file) => !caseFiles.includes(file))) {
    const meant = nearest(file, caseFiles);
    const cure = meant === undefined ? "remove it" : `rename it to "${meant}"`;
    report(
      `${path}/${file}`,
      `a case must have only the files ${quoteNames(caseFiles)}, not "${file}"`,
      cure,
    );
  }
  const has = (file: string) => files.includes(file);
  if (!has("input.yaml")) report(`${path}/input.yaml`, "must exist: it is what the function gets", "add it");
  if (!drafts && !has("expected.yaml") && !has("error.txt")) {
    report(
      path,
      "must have `expected.yaml` or `error.txt`",
      `write the input, then run \`npm run cases -- --update\``,
    );
  }
}

/** A ResourceList says everything itself; resources have their functionConfig and results beside them. */
function validateForm(root: string, path: string, files: readonly string[], report: Report): void {
  const has = (file: string) => files.includes(file);
  if (!has("functionConfig.yaml") && !has("results.yaml")) return;
  const input = readText(root, `${path}/input.yaml`, report);
  if (input === undefined || !isResourceList(input)) return;
  const [config, results] = ["functionConfig.yaml", "results.yaml"];
  const cure = (field: string, file: string) =>
    `move it to \`${field}\` of ${file}, or make the input plain resources`;
  const must = "must not stand beside an input that is a whole ResourceList";
  if (has(config)) report(`${path}/${config}`, must, cure("functionConfig", "input.yaml"));
  if (has(results)) report(`${path}/${results}`, must, cure("results", "expected.yaml"));
}
