// Owns writing a new value where another one stands: a scalar for a list, a block for an alias, and so on.
import { commentSpan } from "./comment-span.ts";
import type { Edit, Place } from "./edit.ts";
import { column, lineEnd, skipBlanks, tailEnd, takenEnd } from "./lines.ts";
import type { Entry } from "./nodes.ts";
import { isListKind } from "./nodes.ts";
import { rawText, type Wish } from "./pending.ts";
import { type Data, isBlock, remark, type Style } from "./print.ts";
import { hasBlockScalar, inlineScalar, type Quote } from "./scalar.ts";
import { Rank } from "./splices.ts";
import { styleAt } from "./style.ts";
import { Kind } from "./tree.ts";

/** Replaces the text of an entry's value, with its tag and anchor; its line comment stays unless there is a new one. */
export function replaceValue(
  edit: Edit,
  entry: Entry,
  data: Data,
  place: Place,
  wish: Wish | undefined,
): void {
  if (place.flow) replaceInFlow(edit, entry, data, place, wish);
  else replaceInBlock(edit, entry, data, place, wish);
}

function replaceInFlow(edit: Edit, entry: Entry, data: Data, place: Place, wish: Wish | undefined): void {
  const { nodes, splices, printer } = edit;
  const style = styleAt(edit, place);
  const start = nodes.start(entry.node);
  const end = nodes.entryEnd(entry);
  const text = isBlock(data)
    ? printer.flow(data, style, true)
    : scalarLike(edit, entry, data, style, true, wish);
  if (!entry.colon) splices.insert(entry.after, `: ${text}`, Rank.value);
  else if (start === undefined)
    splices.replace(entry.after, skipBlanks(edit.text, entry.after), ` ${text}`, Rank.value);
  else splices.replace(start, end, text);
  const span = wish?.comment && commentSpan(nodes, entry, true);
  if (span !== undefined) splices.replace(span.from, span.to, remark(wish?.comment?.text), Rank.comment);
}

function replaceInBlock(edit: Edit, entry: Entry, data: Data, place: Place, wish: Wish | undefined): void {
  const { nodes, text, printer, splices } = edit;
  const style = styleAt(edit, place);
  const start = nodes.start(entry.node);
  const kind = nodes.kind(entry.node);
  const wasBlock = kind === Kind.blockMap || kind === Kind.blockList;
  const span = commentSpan(nodes, entry, false);
  const existing = span === undefined || span.compact !== undefined ? "" : text.slice(span.from, span.to);
  const comment = wish?.comment === undefined ? existing : remark(wish.comment.text);
  const end = lineEnd(text, nodes.entryEnd(entry));
  const before = start === undefined || wasBlock ? "" : text.slice(entry.after, start);

  const step = place.list ? style.dashStep : style.mapStep;
  const char =
    start === undefined || kind !== Kind.scalar ? undefined : text[nodes.properties(start).content];
  const raw = rawText(wish, data, false);
  const isBlockScalar = char === "|" || char === ">";
  printer.noBlockScalars = !wasBlock && !isBlockScalar && tailEnd(text, end, place.column + 1) > end;
  const scalar = printer.blockScalar(
    data,
    place.column,
    step,
    char === "|" || char === ">" ? char : undefined,
  );
  let written: string;
  if (raw !== undefined) written = (raw === "" ? "" : (before || " ") + raw) + comment;
  else if (scalar !== undefined) written = ` ${scalar.header}${comment}${scalar.body}`;
  else if (!isBlock(data)) written = (before || " ") + scalarLike(edit, entry, data, style, false) + comment;
  else {
    const inner = innerColumn(edit, entry, data, place, style);
    const block = printer.block(data, inner, style);
    const isAbove = comment.trim() === "" && before.includes("#");
    const header = isAbove ? text.slice(entry.after, lineEnd(text, entry.after)) : comment;
    const compact = place.list && header.trim() === "";
    written = compact ? " ".repeat(style.dashStep - 1) + block : header + printer.newline(inner) + block;
  }
  printer.noBlockScalars = false;
  // A block scalar would take deeper comments and blank lines with spaces behind it for its own.
  const hasScalar = hasBlockScalar(written);
  const stop = hasScalar ? takenEnd(text, tailEnd(text, end, place.column + 1), false) : end;
  if (stop === text.length) splices.needsFinalBreak = hasScalar;
  splices.replace(entry.after, stop, (entry.colon ? "" : `${printer.newline(place.column)}:`) + written);
}

/** A block of the same form stays in its column. */
function innerColumn(edit: Edit, entry: Entry, data: Data, place: Place, style: Style): number {
  const { nodes, text } = edit;
  const kind = nodes.kind(entry.node);
  const start = nodes.start(entry.node);
  const isList = Array.isArray(data);
  if (place.list) return place.column + style.dashStep;
  if (
    start !== undefined &&
    (kind === Kind.blockMap || kind === Kind.blockList) &&
    isListKind(kind) === isList
  ) {
    const { content } = nodes.properties(start);
    if (text.slice(entry.after, content).includes("\n")) return column(text, content);
  }
  return place.column + (isList ? style.listStep : style.mapStep);
}

/** A scalar or empty collection; a string keeps the quotes of the string that it replaces. */
function scalarLike(edit: Edit, entry: Entry, data: Data, style: Style, flow: boolean, wish?: Wish): string {
  const { nodes, text, printer } = edit;
  const start = nodes.start(entry.node);
  const char = start === undefined ? undefined : text[nodes.properties(start).content];
  const isQuoted = nodes.kind(entry.node) === Kind.scalar && (char === '"' || char === "'");
  if (typeof data === "string" && isQuoted && rawText(wish, data, flow) === undefined)
    return inlineScalar(data, flow, style.quote, char as Quote);
  return printer.flow(data, style, flow, wish);
}
