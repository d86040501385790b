// Owns edits of collections in flow style (`{}`, `[]`, JSON), on one line or several.

import { entryValues, isOrdered, keptEntries } from "./block-list.ts";
import { editPairs } from "./block-map.ts";
import { type Edit, editValue, type Place } from "./edit.ts";
import { lineEnd, ownLine, skipBlanks, skipSpace, trimBack } from "./lines.ts";
import { matchItems } from "./match.ts";
import type { Entry } from "./nodes.ts";

import { type Data, isMap, presentKeys } from "./print.ts";
import { Rank, Splices } from "./splices.ts";
import { styleAt } from "./style.ts";

/** Edits the collection's text; false where nothing of it would be left. */
export function editFlow(edit: Edit, node: number, data: object, parent: Place): boolean {
  const place: Place = { parent, node, column: parent.column, flow: true, list: Array.isArray(data) };
  return Array.isArray(data)
    ? editList(edit, data, place)
    : editMap(edit, data as Record<string, Data>, place);
}

function editMap(edit: Edit, data: Record<string, Data>, place: Place): boolean {
  const entries = edit.nodes.entries(place.node);
  const { kept, added } = editPairs(edit, entries, data, place);
  if (!kept.includes(true)) return false;
  removeEntries(edit, entries, kept);
  if (added.length === 0) return true;
  const style = styleAt(edit, place);
  const space = colonSpace(edit, entries);
  const texts = added.map((key) =>
    edit.printer.flowPair(key, data[key], style, space, edit.pending.of(data, key)),
  );
  append(edit, entries, kept.lastIndexOf(true), texts);
  return true;
}

function editList(edit: Edit, data: readonly Data[], place: Place): boolean {
  const { nodes, splices } = edit;
  const entries = nodes.entries(place.node);
  const before = entryValues(nodes, place.node);
  const matched = matchItems(before, data, !edit.identityLists.has(data)).map((index, i) =>
    isPairOf(entries[index]?.key, data[i]) ? index : -1,
  );
  const kept = keptEntries(entries.length, matched);
  if (!kept.includes(true)) return false;
  const isEnding = matched.findIndex((index) => index < 0);
  const simple = isOrdered(matched) && (isEnding < 0 || matched.slice(isEnding).every((index) => index < 0));
  const inner = simple ? splices : new Splices(edit.text);
  if (!simple) edit.anchors.forget();
  edit.splices = inner;
  matched.forEach((index, i) => {
    const entry = entries[index];
    if (entry === undefined) return;
    if (entry.key === undefined) editValue(edit, entry, data, i, data[i], place);
    else
      editValue(
        edit,
        entry,
        data[i] as object,
        entry.key,
        (data[i] as Record<string, Data>)[entry.key],
        place,
      );
  });
  edit.splices = splices;
  const style = matched.includes(-1) ? styleAt(edit, place) : undefined;
  const print = (item: Data, i: number): string =>
    style === undefined ? "" : edit.printer.flow(item, style, true, edit.pending.of(data, i));
  if (simple) {
    removeEntries(edit, entries, kept);
    const added = data.flatMap((item, i) => (matched[i] === -1 ? [print(item, i)] : []));
    if (added.length > 0) append(edit, entries, kept.lastIndexOf(true), added);
    return true;
  }
  const first = entries[0] as Entry;
  const last = entries.at(-1) as Entry;
  const parts = matched.map((index, i) => {
    const entry = entries[index];
    const text =
      entry === undefined ? print(data[i], i) : inner.render(entry.start, nodes.entryEnd(entry), false);
    return i === 0 ? text : between(edit, entries, i) + text;
  });
  splices.replace(first.start, nodes.entryEnd(last), parts.join(""));
  return true;
}

/** Whether an entry's text can hold the item: a pair inside a list, `[a: 1]`, holds just maps of that one key. */
function isPairOf(key: string | undefined, item: Data): boolean {
  return key === undefined || (isMap(item) && presentKeys(item).join("\0") === key);
}

/** What stands between two entries, or a plain separator where there were none. */
function between(edit: Edit, entries: readonly Entry[], index: number): string {
  const [previous, entry] = [entries[index - 1], entries[index]];
  if (previous !== undefined && entry !== undefined)
    return edit.text.slice(edit.nodes.entryEnd(previous), entry.start);
  return `,${separator(edit, entries)}`;
}

/** The space between entries: that of the first two, or the line break and indentation of the only one. */
function separator(edit: Edit, entries: readonly Entry[]): string {
  const { text, nodes } = edit;
  const [first, second] = entries as [Entry, Entry | undefined];
  if (second === undefined) {
    return ownLine(text, first.start)
      ? edit.printer.newline(first.start - text.lastIndexOf("\n", first.start) - 1)
      : " ";
  }
  const space = text.slice(nodes.entryEnd(first), second.start).replace(/^\s*,/, "");
  return space.trim() === ""
    ? space
    : edit.printer.newline(second.start - text.lastIndexOf("\n", second.start) - 1);
}

function colonSpace(edit: Edit, entries: readonly Entry[]): string {
  const { nodes, text } = edit;
  const known = entries.find((entry) => entry.colon && nodes.start(entry.node) !== undefined);
  if (known === undefined || text[known.start] !== '"') return " ";
  const space = text.slice(known.after, nodes.start(known.node));
  return space.trim() === "" && !space.includes("\n") ? space : " ";
}

function removeEntries(edit: Edit, entries: readonly Entry[], kept: readonly boolean[]): void {
  const { text, nodes, splices } = edit;
  const last = kept.lastIndexOf(true);
  kept.forEach((isKept, i) => {
    const entry = entries[i] as Entry;
    const next = entries[i + 1];
    if (isKept) return;
    if (i < last && next !== undefined) splices.replace(entry.start, next.start, "");
    else {
      // Behind the last entry that stays: out with the comma before it, or with its line.
      const end = nodes.entryEnd(entry);
      const previous = nodes.entryEnd(entries[i - 1] as Entry);
      const comma = skipSpace(text, previous);
      const from = ownLine(text, entry.start) ? trimBack(text, entry.start, comma + 1) : comma + 1;
      splices.replace(comma, comma + 1, "");
      splices.replace(lineEnd(text, from) >= entry.start ? from : lineEnd(text, from), end, "");
    }
  });
}

/** Adds entries behind the last one that stays. */
function append(edit: Edit, entries: readonly Entry[], last: number, texts: readonly string[]): void {
  const { text, nodes, splices } = edit;
  const space = separator(edit, entries);
  const end = nodes.entryEnd(entries[last] as Entry);
  const comma = skipBlanks(text, end);
  const hasComma = text.charCodeAt(comma) === 0x2c;
  const behind = skipBlanks(text, hasComma ? comma + 1 : end);
  const isLast = last === entries.length - 1;
  const lines = texts.map((entry) => space + entry).join(",");
  if (!space.includes("\n")) splices.insert(end, `,${lines}`, Rank.comma);
  else {
    // A comment, old or new, stays behind the last entry: the new lines go below it.
    const tail = hasComma && isLast ? "," : "";
    if (tail === "") splices.insert(end, ",", Rank.comma);
    const below = text.charCodeAt(behind) === 0x23 ? lineEnd(text, behind) : tail === "" ? end : comma + 1;
    splices.insert(below, lines + tail);
  }
}
