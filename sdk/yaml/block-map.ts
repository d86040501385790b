// Owns edits of a map in block style: values in place, removed keys out, new keys at its end.
import { Chunks } from "./chunks.ts";
import { canSkip, type Edit, editChanged, editValue, type Place } from "./edit.ts";
import { column } from "./lines.ts";
import type { Entry } from "./nodes.ts";
import { type Data, isBlock, presentKeys, type Style } from "./print.ts";
import { sameData } from "./same.ts";
import { inlineScalar, isPlain } from "./scalar.ts";
import { styleAt } from "./style.ts";
import { isShared } from "./tree.ts";
import { isUsualKey, usualEntry } from "./usual-map.ts";

/** Edits the map's text; false where nothing of it would be left. */
export function editBlockMap(edit: Edit, node: number, data: Record<string, Data>, parent: Place): boolean {
  const { nodes, printer } = edit;
  if (editValues(edit, node, data, parent)) return true;
  const chunks = new Chunks(edit, node);
  const place: Place = { parent, node, column: chunks.column, flow: false, list: false };
  const plan = editPairs(edit, nodes.entries(node), data, place);
  if (!plan.kept.includes(true)) return false;
  if (plan.kept.includes(false)) chunks.remove(plan.kept, plan.added.length > 0);
  if (plan.added.length === 0) return true;
  const newline = printer.newline(chunks.column);
  let style: Style | undefined;
  const pairs = plan.added.map((key) => {
    const value = data[key];
    const wish = edit.pending.of(data, key);
    // What needs no style: looking for one takes longer than all else.
    if (wish === undefined && typeof value === "string" && isPlain(value, false))
      return `${newline}${inlineScalar(key, false, '"')}: ${value}`;
    style ??= styleAt(edit, place);
    return newline + printer.pair(key, value, chunks.column, style, wish);
  });
  chunks.insert(chunks.end(chunks.column), pairs.join(""));
  return true;
}

/**
 * Edits a map that has all its keys and no others, whose keys are written as usual: only what is changed gets entries. Gives
 * false, with nothing done, for any other map.
 */
function editValues(edit: Edit, map: number, data: Record<string, Data>, parent: Place): boolean {
  const { tree, text } = edit.nodes;
  const { next, start, value } = tree;
  const stop = next[map] as number;
  if (isShared(tree, map)) return false;
  let count = 0;
  for (let key = map + 1; key < stop; count++) {
    const name = value[key] as string;
    if (!isUsualKey(tree, key, stop) || !Object.hasOwn(data, name) || data[name] === undefined) return false;
    key = next[next[key] as number] as number;
  }
  if (count === 0 || Object.keys(data).length !== count) return false;
  const left = column(text, start[map + 1] as number);
  const place: Place = { parent, node: map, column: left, flow: false, list: false };
  const wishes = edit.pending.in(data);
  for (let key = map + 1; key < stop; ) {
    const node = next[key] as number;
    const name = value[key] as string;
    const wish = wishes?.get(name);
    if (wish !== undefined || !canSkip(edit, node, data[name]))
      editChanged(edit, usualEntry(tree, key), data[name], place, wish);
    key = next[node] as number;
  }
  return true;
}

/** Which entries of a map stay, and which keys it gets. */
export interface MapPlan {
  readonly kept: readonly boolean[];
  readonly added: readonly string[];
}

/** Edits the values that stay, and says what else there is to do. */
export function editPairs(
  edit: Edit,
  entries: readonly Entry[],
  data: Record<string, Data>,
  place: Place,
): MapPlan {
  const isThere = (key: string): boolean => Object.hasOwn(data, key) && data[key] !== undefined;
  let stay = 0;
  for (const entry of entries) {
    const key = entry.key as string;
    if (entry.merge || !isThere(key)) continue;
    editKey(edit, entry, key, place);
    editValue(edit, entry, data, key, data[key], place);
    stay++;
  }
  const isUsual = stay === entries.length && Object.keys(data).length === stay;
  return isUsual ? { kept: entries.map(() => true), added: [] } : planMerges(edit, entries, data, isThere);
}

/**
 * A merge key stays while every key that it brings is still there; keys whose value then differs are added to the map
 * itself, where they override the merged ones. Source: https://yaml.org/type/merge.html
 */
function planMerges(
  edit: Edit,
  entries: readonly Entry[],
  data: Record<string, Data>,
  isThere: (key: string) => boolean,
): MapPlan {
  const explicit = new Set<string>();
  for (const { key, merge } of entries) if (!merge) explicit.add(key as string);
  const merged = mergedData(edit, entries);
  const isMerged = merged !== undefined && Object.keys(merged).every(isThere);
  const comesMerged = (key: string): boolean =>
    isMerged &&
    Object.hasOwn(merged, key) &&
    sameData(merged[key], data[key]) &&
    edit.pending.of(data, key) === undefined;
  return {
    kept: entries.map((entry) => (entry.merge ? isMerged : isThere(entry.key as string))),
    added: presentKeys(data).filter((key) => !explicit.has(key) && !comesMerged(key)),
  };
}

/** A key may be, or hold, an alias of something that does not stay. */
function editKey(edit: Edit, entry: Entry, key: string, place: Place): void {
  const { nodes, anchors, splices } = edit;
  const { tree } = nodes;
  if (tree.anchors === undefined) return;
  const { keyNode } = entry;
  const data = tree.value[keyNode];
  const start = nodes.start(keyNode);
  if (start !== undefined && tree.aliases?.has(keyNode)) {
    if (!anchors.stands(keyNode, data))
      splices.replace(start, nodes.end(keyNode, start), inlineScalar(key, place.flow, '"'));
  } else if (start !== undefined && isBlock(data) && isShared(tree, keyNode)) {
    const inner: Entry = { keyNode: -1, node: keyNode, start, after: start, colon: true, merge: false };
    editValue(edit, inner, [data], 0, data, place);
  }
  anchors.keep(keyNode, data);
}

function mergedData(edit: Edit, entries: readonly Entry[]): Record<string, Data> | undefined {
  const merged: Record<string, Data> = {};
  for (const entry of entries.toReversed()) {
    if (!entry.merge) continue;
    const data = edit.anchors.merged(entry.node);
    if (data === undefined) return undefined;
    Object.assign(merged, data);
  }
  return merged;
}
