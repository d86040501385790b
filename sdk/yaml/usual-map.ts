// Owns reading pairs that are written as usual, `key: value`, straight from the tree: maps are large, and few pairs are asked for.
import type { Entry } from "./nodes.ts";
import { Kind, type Tree } from "./tree.ts";

/** More pairs than these are not searched one after the other. */
const SEARCHED = 32;

/** Whether a colon between key and value is there; in a block map `::` is a key, `:`, and what is between it and its value. */
export function isSeparator(text: string, at: number): boolean {
  return text.charCodeAt(at) === 0x3a && !(text.charCodeAt(at + 1) > 0x20);
}

/** Whether a node is the key of a usual pair in a map that ends before the node `stop`; its value then is the next node. */
export function isUsualKey({ kind, next, end, value, text }: Tree, key: number, stop: number): boolean {
  return (
    kind[key] === Kind.scalar &&
    isSeparator(text, end[key] as number) &&
    (next[key] as number) < stop &&
    typeof value[key] === "string"
  );
}

/** Whether a node is a map in block style with usual pairs alone, none of them a merge key. */
export function isUsualMap(tree: Tree, map: number): boolean {
  const { next, kind, value } = tree;
  if (map < 0 || kind[map] !== Kind.blockMap) return false;
  const stop = next[map] as number;
  for (let key = map + 1; key < stop; key = next[next[key] as number] as number) {
    if (!isUsualKey(tree, key, stop) || value[key] === "<<") return false;
  }
  return true;
}

/** The entry of a usual pair. */
export function usualEntry({ start, end, next, value }: Tree, keyNode: number): Entry {
  return {
    key: value[keyNode] as string,
    keyNode,
    node: next[keyNode] as number,
    start: start[keyNode] as number,
    after: (end[keyNode] as number) + 1,
    colon: true,
    merge: false,
  };
}

/** The entry of a key; undefined also where that would take a thorough look: in large maps, flow maps, behind unusual keys. */
export function findUsual(tree: Tree, map: number, name: string): Entry | undefined {
  const { next, kind, value } = tree;
  if (map < 0 || kind[map] !== Kind.blockMap || name === "<<") return undefined;
  const stop = next[map] as number;
  for (let key = map + 1, searched = 0; key < stop && searched < SEARCHED; searched++) {
    if (!isUsualKey(tree, key, stop)) return undefined;
    if (value[key] === name) return usualEntry(tree, key);
    key = next[next[key] as number] as number;
  }
  return undefined;
}
