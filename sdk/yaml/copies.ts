// Owns values of the text that are written a second time elsewhere, as a functionConfig that becomes a resource.
import { editBlockMap } from "./block-map.ts";
import type { Edit } from "./edit.ts";
import { column, leadStart, lineEnd, lineStart, nextLine, tailEnd } from "./lines.ts";
import type { Entry } from "./nodes.ts";
import { type Data, isMap } from "./print.ts";
import { Splices } from "./splices.ts";
import { Kind } from "./tree.ts";

/** Copies of this run, and the entries whose text they are to be written with. */
export type Copies = ReadonlyMap<object, Entry>;

/**
 * The text of a copied map, changed to read as the copy does now, with the comments around it; its first line for a cursor
 * at `at`, the others indented likewise. Undefined where the map is no block, which then is printed as any new value.
 */
export function copiedText(edit: Edit, copies: Copies, data: Data, at: number): string | undefined {
  const entry = isMap(data) ? copies.get(data) : undefined;
  if (entry === undefined) return undefined;
  const { nodes, text } = edit;
  const start = nodes.start(entry.node);
  if (start === undefined || nodes.kind(entry.node) !== Kind.blockMap || lineEnd(text, start) === start)
    return undefined;
  if (nodes.properties(start).content !== start || nodes.blockScalarAtEnd(entry.node) === "keep")
    return undefined;
  const inner = render(edit, entry, start, data as Record<string, Data>);
  if (inner === undefined) return undefined;
  const from = column(text, start);
  const above = commentsAbove(edit, entry, start);
  const lines = [...above, ...`${above.length > 0 ? " ".repeat(from) : ""}${inner}`.split("\n")];
  return lines.map((line, i) => (i === 0 ? line : shifted(line, at - from, at))).join("\n");
}

function render(edit: Edit, entry: Entry, start: number, data: Record<string, Data>): string | undefined {
  const { nodes, text, splices } = edit;
  const inner = new Splices(text);
  edit.splices = inner;
  const place = { node: entry.node, column: -1, flow: false, list: false };
  const isThere = editBlockMap(edit, entry.node, data, place);
  edit.splices = splices;
  if (nodes.blockScalarAtEnd(entry.node) !== undefined && !text.endsWith("\n"))
    splices.needsFinalBreak = true;
  const end = tailEnd(text, nodes.entryEnd(entry), column(text, start));
  return isThere ? inner.render(start, end) : undefined;
}

/** The lines of comments before the map's first key, in it or (of a list's entry) above its dash; the first without its indent. */
function commentsAbove({ text }: Edit, entry: Entry, start: number): string[] {
  const begin = nextLine(text, entry.after);
  const line = lineStart(text, start);
  const isBelow = begin >= 0 && begin <= line;
  const above = isBelow ? begin : entry.keyNode < 0 ? leadStart(text, entry.start, 0) : line;
  const stop = isBelow ? line : lineStart(text, entry.start);
  if (above >= stop) return [];
  const inset = isBelow ? 0 : column(text, start) - column(text, entry.start);
  const lines = text.slice(above, stop).replace(/\n$/, "").split("\n");
  return lines.map((comment, i) => (i === 0 ? comment.trimStart() : " ".repeat(inset) + comment));
}

/**
 * A line moved to the right, or to the left; never to the left of the map's keys, nor as far to the left as these where it goes on
 * with a quoted text, which at the very left could begin a document.
 */
function shifted(line: string, by: number, least: number): string {
  const bare = line.replace(/^ +/, "");
  const indent = line.length - bare.length;
  if (indent === 0 && bare.trim() === "") return line;
  const moved = indent + by;
  return " ".repeat(moved >= least ? moved : bare.startsWith("#") ? least : least + 1) + bare;
}
