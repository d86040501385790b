// Owns turning resources into a ResourceList and back as text, so that comments and formats reach the function.
// https://github.com/kubernetes-sigs/kustomize/blob/master/cmd/config/docs/api-conventions/functions-spec.md
import { CORE_SCHEMA, dump, load } from "js-yaml";
import { isContent } from "./documents.ts";

/** What a function gave back. */
export interface ListOutput {
  /** The text of each item, as a document of its own. */
  readonly documents: readonly string[];
  readonly results: readonly unknown[];
}

/** An output that is no ResourceList. */
export class OutputError extends Error {
  readonly output: string;

  constructor(output: string, reason: string) {
    super(`the output must be a ResourceList${reason}`);
    this.output = output;
  }
}

/** Whether `text` is one whole ResourceList rather than plain resources. */
export function isResourceList(text: string): boolean {
  return /^kind:\s*["']?ResourceList["']?\s*(#.*)?$/m.test(text);
}

/**
 * The ResourceList that kpt would hand to a function, fields in its order, each document indented as it is. kpt also adds
 * annotations of its own, the file and index that an item comes from: a case that needs them writes them into its input.
 */
export function wrapResources(documents: readonly string[], functionConfig?: string): string {
  const items = documents.map((document) => indent(document, "- "));
  return [
    "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n",
    items.length === 0 ? "items: []\n" : `items:\n${items.join("")}`,
    functionConfig === undefined ? "" : `functionConfig:\n${indent(functionConfig, "  ")}`,
  ].join("");
}

/** Every line of a document two further in, the first one behind `first`. */
function indent(document: string, first: string): string {
  const lines = document.replace(/\n$/, "").split("\n");
  const prefix = (index: number) => (index === 0 ? first : "  ");
  return lines.map((line, at) => `${line === "" ? prefix(at).trimEnd() : prefix(at) + line}\n`).join("");
}

/**
 * Takes a ResourceList apart.
 *
 * @throws OutputError when `output` is no ResourceList
 */
export function readList(output: string): ListOutput {
  const list = parse(output);
  if (list?.kind !== "ResourceList") throw new OutputError(output, "");
  const items = Array.isArray(list.items) ? list.items : [];
  const documents = cutItems(output.split("\n"));
  // A program may write its items in flow style or as JSON; their text says no more than their data.
  const written =
    documents.length === items.length ? documents : items.map((item) => dump(item, { lineWidth: -1 }));
  return { documents: written, results: Array.isArray(list.results) ? list.results : [] };
}

function parse(output: string): { kind?: unknown; items?: unknown; results?: unknown } | null | undefined {
  try {
    return load(output, { schema: CORE_SCHEMA }) as ReturnType<typeof parse>; // times stay as they are written
  } catch (error) {
    throw new OutputError(output, `: ${(error as Error).message.split("\n")[0]}`);
  }
}

/** A ResourceList without its results, as the next function in a pipeline gets it. */
export function withoutResults(list: string): string {
  const lines = list.split("\n");
  const [start, end] = sectionOf("results", lines);
  return [...lines.slice(0, start), ...lines.slice(end)].join("\n");
}

/** From the line of a top-level key to the line behind its value; an empty range where there is none. */
function sectionOf(key: string, lines: readonly string[]): readonly [number, number] {
  const start = lines.findIndex((line) => line.startsWith(`${key}:`));
  if (start < 0) return [lines.length, lines.length];
  const length = lines.slice(start + 1).findIndex((line) => /^([^\s#-]|---(\s|$))/.test(line));
  return [start, length < 0 ? lines.length - (lines.at(-1) === "" ? 1 : 0) : start + 1 + length];
}

/** The items of a list in block style, each moved to the left edge. */
function cutItems(lines: readonly string[]): readonly string[] {
  const [start, end] = sectionOf("items", lines);
  const items: string[][] = [];
  let dashes: number | undefined;
  for (const line of lines.slice(start + 1, end)) {
    const dash = /^ *(?=-( |$))/.exec(line)?.[0].length;
    dashes ??= dash;
    if (dash !== undefined && dash === dashes) items.push([line.replace("-", " ")]);
    else items.at(-1)?.push(line);
  }
  return items.map((item) => {
    const depth = leadingSpaces(item.find(isContent) ?? "");
    return `${item.map((line) => line.slice(Math.min(depth, leadingSpaces(line)))).join("\n")}\n`;
  });
}

function leadingSpaces(line: string): number {
  return line.length - line.replace(/^ +/, "").length;
}
