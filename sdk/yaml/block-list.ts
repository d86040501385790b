// Owns edits of a list in block style: items in place, removed, added and moved.
import { Chunks } from "./chunks.ts";
import { type Edit, editValue, type Place } from "./edit.ts";
import { takenEnd } from "./lines.ts";
import { matchItems } from "./match.ts";
import type { Entry, Nodes } from "./nodes.ts";
import type { Data } from "./print.ts";
import { Splices } from "./splices.ts";
import { styleAt } from "./style.ts";

/** Edits the list's text; false where nothing of it would be left. */
export function editBlockList(edit: Edit, node: number, data: readonly Data[], parent: Place): boolean {
  const before = entryValues(edit.nodes, node);
  const matched = matchItems(before, data, !edit.identityLists.has(data));
  const kept = keptEntries(before.length, matched);
  if (!kept.includes(true)) return false;
  const chunks = new Chunks(edit, node);
  const place: Place = { parent, node, column: chunks.column, flow: false, list: true };
  if (isOrdered(matched)) editInOrder(edit, chunks, matched, kept, data, place);
  else rewrite(edit, chunks, matched, data, place);
  return true;
}

/** The items as parsed. A pair inside a flow list (`[a: 1]`) is a map without a node. */
export function entryValues(nodes: Nodes, node: number): Data[] {
  const { value } = nodes.tree;
  return nodes.entries(node).map((entry) => {
    const item = entry.node < 0 ? null : value[entry.node];
    return entry.key === undefined ? item : { [entry.key]: item };
  });
}

export function keptEntries(count: number, matched: readonly number[]): boolean[] {
  const kept = new Array<boolean>(count).fill(false);
  for (const index of matched) if (index >= 0) kept[index] = true;
  return kept;
}

/** Whether the entries that stay are still in the order of the text. */
export function isOrdered(matched: readonly number[]): boolean {
  let last = -1;
  for (const index of matched) {
    if (index < 0) continue;
    if (index < last) return false;
    last = index;
  }
  return true;
}

function printed(edit: Edit, data: readonly Data[], index: number, place: Place): string {
  return edit.printer.entry(data[index], place.column, styleAt(edit, place), edit.pending.of(data, index));
}

function editInOrder(
  edit: Edit,
  chunks: Chunks,
  matched: readonly number[],
  kept: readonly boolean[],
  data: readonly Data[],
  place: Place,
): void {
  const { printer, nodes } = edit;
  const newline = printer.newline(place.column);
  let last = -1;
  let first: readonly string[] = [];
  let fresh: string[] = [];
  const flush = (next: number): void => {
    if (fresh.length === 0) return;
    const lines = fresh;
    fresh = [];
    if (last < 0) first = lines;
    else {
      const isEnd = next < 0 && last === kept.length - 1;
      chunks.insert(
        isEnd ? chunks.end(endColumn(place)) : chunks.tail(last),
        lines.map((line) => newline + line).join(""),
      );
    }
  };
  matched.forEach((index, i) => {
    if (index < 0) {
      fresh.push(printed(edit, data, i, place));
      return;
    }
    flush(index);
    editValue(edit, nodes.entries(place.node)[index] as Entry, data, i, data[i], place);
    last = index;
  });
  flush(-1);
  if (first.length > 0 && chunks.ownLine) insertFirst(edit, chunks, first);
  if (!chunks.ownLine || kept.includes(false)) chunks.remove(kept, matched.at(-1) === -1, first);
}

/** New entries before the first one, above the comments that belong to it. */
function insertFirst(edit: Edit, chunks: Chunks, lines: readonly string[]): void {
  const newline = edit.printer.newline(chunks.column);
  const above = chunks.above(0);
  if (above >= 0) edit.splices.insert(above, lines.map((line) => newline + line).join(""));
  else
    edit.splices.insert(
      0,
      lines
        .map((line) => newline.slice(edit.printer.newline(0).length) + line + edit.printer.newline(0))
        .join(""),
    );
}

/** Comments behind the list belong to it when they are indented like it; those of an unindented list are its parent's. */
function endColumn(place: Place): number {
  return place.column > (place.parent?.column ?? -1) ? place.column : place.column + 1;
}

/** Writes the whole list anew from the text of its entries, in their new order; what stands between entries stays there. */
function rewrite(
  edit: Edit,
  chunks: Chunks,
  matched: readonly number[],
  data: readonly Data[],
  place: Place,
): void {
  const { text, splices, anchors, nodes, printer } = edit;
  anchors.forget();
  const inner = new Splices(text);
  edit.splices = inner;
  matched.forEach((index, i) => {
    if (index >= 0) editValue(edit, nodes.entries(place.node)[index] as Entry, data, i, data[i], place);
  });
  edit.splices = splices;
  const last = chunks.entries.length - 1;
  const parts = matched.map((index, i) => {
    const item =
      index < 0 ? printed(edit, data, i, place) : inner.render(chunks.head(index), chunks.tail(index));
    if (i === 0) return item;
    const between =
      i <= last ? text.slice(chunks.tail(i - 1), chunks.head(i)) : printer.newline(place.column);
    return withoutTaken(between, chunks.blockScalarAtEnd(matched[i - 1] as number)) + item;
  });
  const scalar = chunks.blockScalarAtEnd(matched.at(-1) as number);
  const end = chunks.tail(last);
  const stop = scalar === undefined ? end : takenEnd(text, end, scalar === "keep");
  if (stop === text.length) splices.needsFinalBreak = scalar !== undefined || inner.needsFinalBreak;
  splices.replace(chunks.head(0), stop, parts.join(""));
}

/** What stands between two entries without the blank lines that a block scalar before it would take. */
function withoutTaken(between: string, scalar: "keep" | "other" | undefined): string {
  const blank = /^(\r?\n[ \t]*)+(?=\r?\n)/.exec(between)?.[0] ?? "";
  const isTaken = scalar === "keep" || (scalar === "other" && /[ \t]/.test(blank));
  return isTaken ? between.slice(blank.length) : between;
}
