// Owns where the line comment of a value stands in the text.
import { column, lineEnd, skipBlanks } from "./lines.ts";
import type { Entry, Nodes } from "./nodes.ts";
import { Kind } from "./tree.ts";

/** The place of a comment. */
export interface CommentSpan {
  readonly text: string | undefined;
  /** What a new comment replaces, the space before `#` included. */
  readonly from: number;
  readonly to: number;
  /** For a collection that begins on its dash's line: the column that it must move to when a comment is put there. */
  readonly compact?: number;
}

/** Where the comment behind an entry's value stands or would stand; undefined where none can. */
export function commentSpan(nodes: Nodes, entry: Entry, flow: boolean): CommentSpan | undefined {
  const { text } = nodes;
  const at = commentPlace(nodes, entry);
  if (at < 0) {
    const start = nodes.start(entry.node) as number;
    return { text: undefined, from: entry.after, to: start, compact: column(text, start) };
  }
  let from = at;
  if (flow) {
    const comma = skipBlanks(text, at);
    if (text.charCodeAt(comma) === 0x2c) from = comma + 1;
  }
  const to = lineEnd(text, from);
  if (to === from) return { text: undefined, from, to };
  const rest = text.slice(from, to);
  const comment = /^[ \t]+#[ \t]?(.*?)[ \t]*$/.exec(rest)?.[1];
  return comment === undefined && rest.trim() !== "" ? undefined : { text: comment, from, to };
}

/** The offset behind which the comment stands; -1 where a collection begins on the line of its dash. */
function commentPlace(nodes: Nodes, entry: Entry): number {
  const { text, tree } = nodes;
  const start = nodes.start(entry.node);
  if (start === undefined) return entry.after;
  const kind = nodes.kind(entry.node);
  const { end, content } = nodes.properties(start);
  if (kind === Kind.blockMap || kind === Kind.blockList) {
    if (!text.slice(entry.after, content).includes("\n")) return -1;
    return text.slice(entry.after, end).includes("\n") ? entry.after : end;
  }
  const char = text.charCodeAt(content);
  const isBlockScalar = tree.kind[entry.node] === Kind.scalar && (char === 0x7c || char === 0x3e);
  return isBlockScalar ? nodes.headerEnd(content) : nodes.end(entry.node, entry.after);
}
