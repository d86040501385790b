// Owns reading a ResourceList and writing it back.
import { isUtf8 } from "node:buffer";
import type { KubeObject, ResourceList, Result } from "./types.ts";
import { Document } from "./yaml/document.ts";
import { lineNumber } from "./yaml/lines.ts";
import type { Home } from "./yaml/locate.ts";
import { type Entry, isFlowKind } from "./yaml/nodes.ts";
import { pathAt } from "./yaml/path.ts";
import { isMap } from "./yaml/print.ts";
import { SyntaxProblem } from "./yaml/problem.ts";

/**
 * The versions that differ only in name.
 * Source: https://github.com/kubernetes-sigs/kustomize/blob/master/cmd/config/docs/api-conventions/functions-spec.md
 */
const API_VERSIONS = [
  "config.kubernetes.io/v1",
  "config.kubernetes.io/v1beta1",
  "config.kubernetes.io/v1alpha1",
];

/** Input that is no ResourceList: each problem begins with the path and the line. */
export class InputProblem extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join("\n"), options);
    this.problems = problems;
  }
}

/** A ResourceList as a function gets it, and the way back to text. */
export interface OpenResourceList {
  readonly list: ResourceList;
  /** The results that the input already had. */
  readonly inputResults: readonly Result[];
  /** The text with all that the function changed in `list`. */
  write(): string;
}

/** Reads the text of a ResourceList. Throws InputProblem. */
export function openResourceList(text: string): OpenResourceList {
  const document = read(text);
  const root = document.data as Record<string, unknown>;
  const rootEntries = document.nodes.entries(document.root);
  const entryOf = (key: string): Entry | undefined => rootEntries.find((entry) => entry.key === key);
  const items = (root.items ?? []) as KubeObject[];
  const results = (root.results ?? []) as Result[];
  const inputResults = [...results];
  const homes = lazy(() => findHomes(document, entryOf("items"), entryOf("functionConfig")));
  const list: ResourceList = { items, results, ...document.access(homes) };
  if (isMap(root.functionConfig)) list.functionConfig = root.functionConfig;

  const write = (): string => {
    const data = { ...root };
    if (Array.isArray(root.items) || list.items.length > 0) data.items = list.items;
    if (Array.isArray(root.results) || list.results.length > 0) data.results = list.results;
    if (isMap(root.functionConfig) || list.functionConfig !== undefined)
      data.functionConfig = list.functionConfig;
    return document.write(data, new Set([items, list.items]), entryOf("items")?.node ?? -1);
  };
  return { list, inputResults, write };
}

function read(text: string): Document {
  if (text.trim() === "") {
    throw new InputProblem([
      "standard input: must be a ResourceList, but is empty; run the function through kpt, or see --help",
    ]);
  }
  let document: Document;
  try {
    document = new Document(text);
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    const path = error.path ?? pathAt(text, error.position);
    const what =
      error.message === "duplicated mapping key" ? "every key of a map must be there once" : error.message;
    throw new InputProblem([`${path === "" ? "input" : path} (line ${error.line}): ${what}`], {
      cause: error,
    });
  }
  const problems = [...problemsOf(document)];
  if (problems.length > 0) throw new InputProblem(problems);
  return document;
}

/** What is wrong with input that is not UTF-8: decoded, its bytes would come out as other ones. */
export function encodingProblem(input: Buffer): string {
  let [line, start] = [1, 0];
  for (
    let end = input.indexOf(10);
    end >= 0 && isUtf8(input.subarray(start, end));
    end = input.indexOf(10, start)
  ) {
    start = end + 1;
    line++;
  }
  return `standard input (line ${line}): must be UTF-8 text; save the file that it comes from as UTF-8`;
}

/** Of what is no ResourceList just that; of one, everything that does not hold. */
function* problemsOf(document: Document): Generator<string> {
  const { data: root, nodes } = document;
  const start = nodes.start(document.root);
  const at = (path: string, offset: number | undefined, must: string): string =>
    `${path} (line ${lineNumber(nodes.text, offset ?? start ?? 0)}): must be ${must}`;
  const cure = "; run the function through kpt, or see --help";
  if (!isMap(root)) {
    yield at("input", start, `a ResourceList, not ${show(root)}${cure}`);
    return;
  }
  const entryOf = (key: string) => nodes.entries(document.root).find((entry) => entry.key === key);
  const about = (key: string, must: string): string =>
    at(key, entryOf(key)?.start, `${must}, not ${show(root[key])}`);
  const { apiVersion, kind, items, results, functionConfig } = root;
  if (kind !== "ResourceList") {
    yield about("kind", '"ResourceList"') + cure;
    return;
  }
  if (!API_VERSIONS.includes(apiVersion as string))
    yield about("apiVersion", `"${API_VERSIONS[0]}" (or its v1beta1 or v1alpha1)`);
  if (!isAbsent(items) && !Array.isArray(items)) yield about("items", "a list of resources");
  for (const [i, item] of (Array.isArray(items) ? items : []).entries()) {
    if (isMap(item)) continue;
    const entry = nodes.entries(entryOf("items")?.node ?? -1)[i];
    yield at(`items[${i}]`, entry?.start, `a resource (a map), not ${show(item)}`);
  }
  if (!isAbsent(results) && !Array.isArray(results)) yield about("results", "a list of results");
  if (!isAbsent(functionConfig) && !isMap(functionConfig)) yield about("functionConfig", "a map");
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function findHomes(
  document: Document,
  items: Entry | undefined,
  config: Entry | undefined,
): Map<object, Home> {
  const { nodes } = document;
  const { value } = nodes.tree;
  const homes = new Map<object, Home>();
  const add = (entry: Entry, outer: number): void => {
    const object = entry.node < 0 ? undefined : value[entry.node];
    if (isMap(object)) homes.set(object, { entry, flow: isFlowKind(nodes.kind(outer)) });
  };
  if (items !== undefined && Array.isArray(value[items.node]))
    for (const entry of nodes.entries(items.node)) add(entry, items.node);
  if (config !== undefined) add(config, document.root);
  return homes;
}

function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function show(value: unknown): string {
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return "a list";
  return isMap(value) ? "a map" : value === null ? "null" : `"${String(value)}"`;
}
