// Owns reading a ResourceList and writing it back.
import type { KubeObject, ResourceList, Result } from "./types.ts";
import { Document } from "./yaml/document.ts";
import { lineNumber } from "./yaml/lines.ts";
import type { Home } from "./yaml/locate.ts";
import { type Entry, isFlowKind } from "./yaml/nodes.ts";
import { SyntaxProblem } from "./yaml/parse.ts";
import { pathAt } from "./yaml/path.ts";
import { isMap } from "./yaml/print.ts";

/**
 * The versions that differ only in name.
 * Source: https://github.com/kubernetes-sigs/kustomize/blob/master/cmd/config/docs/api-conventions/functions-spec.md
 */
const API_VERSIONS = [
  "config.kubernetes.io/v1",
  "config.kubernetes.io/v1beta1",
  "config.kubernetes.io/v1alpha1",
];

/** Input that is no ResourceList: the message begins with the path and the line. */
export class InputProblem extends Error {}

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
    throw new InputProblem(
      "standard input: must be a ResourceList, but is empty; run the function through kpt, or see --help",
    );
  }
  let document: Document;
  try {
    document = new Document(text);
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    const path = error.path ?? pathAt(text, error.position);
    const what =
      error.message === "duplicated mapping key" ? "every key of a map must be there once" : error.message;
    throw new InputProblem(`${path === "" ? "input" : path} (line ${error.line}): ${what}`, { cause: error });
  }
  check(document);
  return document;
}

function check(document: Document): void {
  const { data: root, nodes } = document;
  const problem = (path: string, at: number | undefined, must: string): InputProblem =>
    new InputProblem(`${path} (line ${lineNumber(nodes.text, at ?? 0)}): ${must}`);
  const start = nodes.start(document.root);
  const cure = "; run the function through kpt, or see --help";
  if (!isMap(root)) throw problem("input", start, `must be a ResourceList, not ${show(root)}${cure}`);
  const entry = (key: string): Entry | undefined =>
    nodes.entries(document.root).find((pair) => pair.key === key);
  const must = (key: string, expected: string, holds: boolean): void => {
    if (!holds) throw problem(key, entry(key)?.start ?? start, `must be ${expected}, not ${show(root[key])}`);
  };
  if (root.kind !== "ResourceList") {
    throw problem(
      "kind",
      entry("kind")?.start ?? start,
      `must be "ResourceList", not ${show(root.kind)}${cure}`,
    );
  }
  must(
    "apiVersion",
    `"${API_VERSIONS[0]}" (or its v1beta1 or v1alpha1)`,
    API_VERSIONS.includes(root.apiVersion as string),
  );
  const { items, results, functionConfig } = root;
  must("items", "a list of resources", items === undefined || items === null || Array.isArray(items));
  must("results", "a list of results", results === undefined || results === null || Array.isArray(results));
  must(
    "functionConfig",
    "a map",
    functionConfig === undefined || functionConfig === null || isMap(functionConfig),
  );
  (Array.isArray(items) ? items : []).forEach((item, i) => {
    if (isMap(item)) return;
    const list = entry("items")?.node ?? -1;
    throw problem(
      `items[${i}]`,
      nodes.entries(list)[i]?.start,
      `must be a resource (a map), not ${show(item)}`,
    );
  });
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
