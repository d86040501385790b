// Owns what a case is: the texts of its files, and what they mean.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CORE_SCHEMA, load } from "js-yaml";
import { joinDocuments, splitDocuments } from "./documents.ts";
import { isResourceList, wrapResources } from "./resource-list.ts";

/** The files that a case may have. */
export const caseFiles = ["input.yaml", "functionConfig.yaml", "expected.yaml", "results.yaml", "error.txt"];

/** The texts of a case's files, by the files' names. */
export type CaseTexts = Readonly<Record<"input.yaml", string> & Partial<Record<string, string>>>;

/** One case: what the function gets and what it must give. */
export interface FunctionCase {
  readonly name: string;
  /** The ResourceList that the function gets. */
  readonly input: string;
  /** Whether the case is written as whole ResourceLists. */
  readonly isList: boolean;
  readonly functionConfig?: string;
  /** What `expected.yaml` holds: resources, as `joinDocuments` writes them, or the text of a ResourceList. */
  readonly expected?: string;
  /** What `results.yaml` lists. */
  readonly results?: readonly unknown[];
  /** Text of `error.txt`; where it is there, the exit code must be 1. */
  readonly error?: string;
  /** What is wrong with its files; such a case cannot be run. */
  readonly problems: readonly FileProblem[];
}

/** A file of a case that does not hold what it should. */
export interface FileProblem {
  /** Such as `results.yaml`. */
  readonly file: string;
  readonly must: string;
}

/** The cases of `folder`, sorted by name; with `names`, only those. */
export function readCases(folder: string, names?: readonly string[]): readonly FunctionCase[] {
  const all = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const found = names ?? all.map(({ name }) => name);
  return [...found].sort().map((name) => readCase(join(folder, name), name));
}

/** Reads the case in `folder`. */
export function readCase(folder: string, name: string): FunctionCase {
  const input = readFileSync(join(folder, "input.yaml"), "utf8");
  const others = caseFiles.filter((file) => file !== "input.yaml");
  const texts = others.map((file) => [file, readIfThere(join(folder, file))] as const);
  return parseCase(name, { "input.yaml": input, ...Object.fromEntries(texts) });
}

/** The case with these texts. */
export function parseCase(name: string, texts: CaseTexts): FunctionCase {
  const problems: FileProblem[] = [];
  const read = <T>(file: string, parse: (text: string) => T): T | undefined => {
    const text = texts[file];
    try {
      return text === undefined ? undefined : parse(text);
    } catch (error) {
      problems.push({ file, must: (error as Error).message });
      return undefined;
    }
  };
  const text = texts["input.yaml"];
  const isList = isResourceList(text);
  const documents = isList ? undefined : read("input.yaml", splitDocuments);
  const functionConfig = read("functionConfig.yaml", splitDocuments)?.[0];
  const expected = read("expected.yaml", (text) => (isList ? text : joinDocuments(splitDocuments(text))));
  const results = read("results.yaml", readResults);
  const error = read("error.txt", (text) => text);
  const input = isList ? text : wrapResources(documents ?? [], functionConfig);
  return {
    problems,
    name,
    input,
    isList,
    ...(functionConfig === undefined ? {} : { functionConfig }),
    ...(expected === undefined ? {} : { expected }),
    ...(results === undefined ? {} : { results }),
    ...(error === undefined ? {} : { error }),
  };
}

function readResults(text: string): readonly unknown[] {
  let results: unknown;
  try {
    results = load(text, { schema: CORE_SCHEMA }) ?? [];
  } catch (error) {
    throw new Error(`must be YAML: ${(error as Error).message.split("\n")[0]}`, { cause: error });
  }
  if (Array.isArray(results)) return results;
  throw new Error("must be a list of results");
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
