// Owns reading the cases of a function from their folders.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { splitDocuments } from "./documents.ts";
import { isResourceList, wrapResources } from "./resource-list.ts";

/** One case: what the function gets and what it must give. */
export interface FunctionCase {
  readonly name: string;
  /** The ResourceList that the function gets. */
  readonly input: string;
  /** Whether the case is written as whole ResourceLists. */
  readonly isList: boolean;
  readonly functionConfig?: string;
  /** Text of `expected.yaml`: resources, or a ResourceList. */
  readonly expected?: string;
  /** Text of `results.yaml`. */
  readonly results?: string;
  /** Text of `error.txt`; where it is there, the exit code must be 1. */
  readonly error?: string;
}

/** The cases of `folder`, sorted by name; with `names`, only those. */
export function readCases(folder: string, names?: readonly string[]): readonly FunctionCase[] {
  const all = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const found = names ?? all.map(({ name }) => name);
  return [...found].sort().map((name) => readCase(join(folder, name), name));
}

/**
 * Reads the case in `folder`.
 *
 * @throws Error when its input is no YAML stream that can be made a list
 */
export function readCase(folder: string, name: string): FunctionCase {
  const [config, expected, results, error] = [
    "functionConfig.yaml",
    "expected.yaml",
    "results.yaml",
    "error.txt",
  ].map((file) => readIfThere(join(folder, file)));
  const text = readFileSync(join(folder, "input.yaml"), "utf8");
  const isList = isResourceList(text);
  const functionConfig = config === undefined ? undefined : splitDocuments(config)[0];
  const input = isList ? text : wrapResources(splitDocuments(text), functionConfig);
  return {
    name,
    input,
    isList,
    ...(functionConfig === undefined ? {} : { functionConfig }),
    ...(expected === undefined ? {} : { expected }),
    ...(results === undefined ? {} : { results }),
    ...(error === undefined ? {} : { error }),
  };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
