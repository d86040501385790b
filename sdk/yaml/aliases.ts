// Owns anchors and aliases: data under an alias is data of its own, and the text keeps the alias only while both agree.

import { lineNumber } from "./lines.ts";
import type { Nodes } from "./nodes.ts";
import { isListKind, isMapKind } from "./nodes.ts";
import { type Data, isMap } from "./print.ts";
import { SyntaxProblem } from "./problem.ts";
import { sameData } from "./same.ts";
import { isShared } from "./tree.ts";

/** Copies of aliased data may have this many values together: more is an attack or a mistake. */
const COPY_LIMIT = 1_000_000;

/**
 * Gives every alias and merge key its own copy of the data, so that changing one place leaves the others alone.
 * Throws SyntaxProblem where that would be too much data.
 */
export function separateAliases(nodes: Nodes, root: number): void {
  const { tree } = nodes;
  const { value } = tree;
  if (!tree.shared) return;
  let copied = 0;

  const copy = (data: Data, node: number): Data => {
    if (++copied > COPY_LIMIT)
      throw problem(nodes, node, `aliases must not stand for more than ${COPY_LIMIT} values`);
    if (Array.isArray(data)) return data.map((item) => copy(item, node));
    if (!isMap(data)) return data;
    const map: Record<string, Data> = {};
    for (const key of Object.keys(data)) define(map, key, copy(data[key], node));
    return map;
  };
  const own = (parent: object, key: string | number, node: number): void => {
    if (tree.aliases?.has(node)) {
      value[node] = copy(value[node], node);
      define(parent as Record<string, Data>, String(key), value[node]);
    } else visit(node);
  };
  const visit = (node: number): void => {
    const inner = nodes.unwrap(node);
    const kind = tree.kind[inner] as number;
    const data = value[inner];
    if ((!isListKind(kind) && !isMapKind(kind)) || !isShared(tree, node)) return;
    const explicit = new Set<string>();
    nodes.entries(inner).forEach((entry, i) => {
      const parent = isListKind(kind) && entry.key !== undefined ? (data as object[])[i] : data;
      if (entry.merge) requireMaps(nodes, entry.node);
      else if (entry.node >= 0) own(parent as object, entry.key ?? i, entry.node);
      if (entry.key !== undefined && !entry.merge) explicit.add(entry.key);
    });
    if (isMap(data) && nodes.entries(inner).some((entry) => entry.merge)) {
      for (const key of Object.keys(data)) if (!explicit.has(key)) define(data, key, copy(data[key], inner));
    }
  };
  visit(root);
}

/**
 * Throws SyntaxProblem where a merge key's value is neither a map nor a list of maps: js-yaml takes lists in a list for maps of their
 * places, and Go's readers refuse them. Source: https://github.com/yaml/go-yaml, decode.go, `merge`.
 */
function requireMaps(nodes: Nodes, node: number): void {
  const value = nodes.tree.aliases?.get(node) ?? node;
  const merged = isListKind(nodes.kind(value)) ? nodes.entries(value).map((entry) => entry.node) : [value];
  const other = merged.find((from) => !isMap(nodes.tree.value[from] as Data));
  if (other !== undefined) throw problem(nodes, other, "a merge (`<<`) must be of maps");
}

/** Sets a key of a map (or list), also one that JavaScript gives a meaning of its own. */
export function define(map: Record<string, Data>, key: string, value: Data): void {
  if (key === "__proto__")
    Object.defineProperty(map, key, { value, configurable: true, enumerable: true, writable: true });
  else map[key] = value;
}

function problem(nodes: Nodes, node: number, message: string): SyntaxProblem {
  const at = nodes.start(node) ?? 0;
  return new SyntaxProblem(message, at, lineNumber(nodes.text, at));
}

/** What each anchor will stand for in the text that is being written, in the order of the text. */
export class Anchors {
  readonly #nodes: Nodes;
  readonly #data = new Map<number, Data>();
  #usable = true;

  constructor(nodes: Nodes) {
    this.#nodes = nodes;
  }

  /** Entries were moved: which anchor comes before which alias is no longer known, so all aliases are written out. */
  forget(): void {
    this.#usable = false;
  }

  /** The anchor at this node, if it has one, stays and stands for this data. */
  keep(node: number, data: Data): void {
    const { anchors } = this.#nodes.tree;
    if (anchors === undefined) return;
    const inner = this.#nodes.unwrap(node);
    for (let at = node; at <= inner; at++) if (anchors.has(at)) this.#data.set(at, data);
  }

  /** The anchor at this node is gone with its text. */
  drop(node: number): void {
    const inner = this.#nodes.unwrap(node);
    for (let at = node; at <= inner; at++) this.#data.delete(at);
  }

  /** Whether the alias at this node may stay for this data. */
  stands(node: number, data: Data): boolean {
    const target = this.#nodes.tree.aliases?.get(node);
    return (
      target !== undefined && this.#usable && this.#data.has(target) && sameData(this.#data.get(target), data)
    );
  }

  /** What a merge key's value will stand for: keys of later maps do not override. Undefined where that is not known. */
  merged(node: number): Record<string, Data> | undefined {
    const { tree } = this.#nodes;
    const target = tree.aliases?.get(node);
    if (target !== undefined) {
      const data = this.#data.get(target);
      return this.#usable && this.#data.has(target) && isMap(data) ? data : undefined;
    }
    if (isListKind(this.#nodes.kind(node))) {
      const maps = this.#nodes.entries(node).map((entry) => this.merged(entry.node));
      if (maps.some((map) => map === undefined)) return undefined;
      return Object.assign({}, ...maps.toReversed());
    }
    const data = tree.value[node];
    for (const alias of tree.aliases?.keys() ?? []) {
      if (alias > node && alias < (tree.next[node] as number)) return undefined;
    }
    return isMap(data) ? data : undefined;
  }
}
