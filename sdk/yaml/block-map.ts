// Owns edits of a map in block style: values in place, removed keys out, new keys at its end.
import { Chunks } from "./chunks.ts";
import { type Edit, editValue, type Place } from "./edit.ts";
import type { Entry } from "./nodes.ts";
import { type Data, presentKeys } from "./print.ts";
import { sameData } from "./same.ts";
import { inlineScalar } from "./scalar.ts";
import { styleAt } from "./style.ts";

/** Edits the map's text; false where nothing of it would be left. */
export function editBlockMap(edit: Edit, node: number, data: Record<string, Data>, parent: Place): boolean {
  const { nodes, splices, printer } = edit;
  const plan = planMap(edit, nodes.entries(node), data);
  if (!plan.kept.includes(true)) return false;
  const chunks = new Chunks(edit, node);
  const place: Place = { parent, node, column: chunks.column, flow: false, list: false };
  editPairs(edit, chunks.entries, plan.kept, data, place);
  if (plan.kept.includes(false)) chunks.remove(plan.kept);
  if (plan.added.length === 0) return true;
  const style = styleAt(edit, place);
  const newline = printer.newline(chunks.column);
  const pairs = plan.added.map(
    (key) => newline + printer.pair(key, data[key], chunks.column, style, edit.pending.of(data, key)),
  );
  splices.insert(chunks.end(chunks.column), pairs.join(""));
  return true;
}

/** Which entries of a map stay, and which keys it gets. */
export interface MapPlan {
  readonly kept: readonly boolean[];
  readonly added: readonly string[];
}

/**
 * A merge key stays while every key that it brings is still there; keys whose value then differs are added to the map
 * itself, where they override the merged ones. Source: https://yaml.org/type/merge.html
 */
export function planMap(edit: Edit, entries: readonly Entry[], data: Record<string, Data>): MapPlan {
  const explicit = new Set<string>();
  for (const { key, merge } of entries) if (!merge) explicit.add(key as string);
  const isThere = (key: string): boolean => Object.hasOwn(data, key) && data[key] !== undefined;
  const merged = mergedData(edit, entries);
  const isMerged = merged !== undefined && Object.keys(merged).every(isThere);
  const kept = entries.map((entry) => (entry.merge ? isMerged : isThere(entry.key as string)));
  const comesMerged = (key: string): boolean =>
    isMerged &&
    Object.hasOwn(merged, key) &&
    sameData(merged[key], data[key]) &&
    edit.pending.of(data, key) === undefined;
  return { kept, added: presentKeys(data).filter((key) => !explicit.has(key) && !comesMerged(key)) };
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

/** Edits the values that stay, and the keys that are aliases of something that does not. */
export function editPairs(
  edit: Edit,
  entries: readonly Entry[],
  kept: readonly boolean[],
  data: Record<string, Data>,
  place: Place,
): void {
  const { nodes, anchors, splices } = edit;
  entries.forEach((entry, i) => {
    if (!kept[i] || entry.merge) return;
    const key = entry.key as string;
    if (nodes.tree.anchors !== undefined) {
      const name = nodes.tree.value[entry.keyNode];
      const start = nodes.start(entry.keyNode);
      if (
        start !== undefined &&
        nodes.tree.aliases?.has(entry.keyNode) &&
        !anchors.stands(entry.keyNode, name)
      ) {
        splices.replace(start, nodes.end(entry.keyNode, start), inlineScalar(key, place.flow, '"'));
      }
      anchors.keep(entry.keyNode, name);
    }
    editValue(edit, entry, data, key, data[key], place);
  });
}
