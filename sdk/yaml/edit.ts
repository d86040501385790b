// Owns turning changed data into changes of the text: walks the data next to the nodes and edits where they differ.
import type { Anchors } from "./aliases.ts";
import { editBlockList } from "./block-list.ts";
import { editBlockMap } from "./block-map.ts";
import { commentSpan } from "./comment-span.ts";
import { editFlow } from "./flow.ts";
import { type Entry, isFlowKind, isListKind, isMapKind, type Nodes } from "./nodes.ts";
import { type Pending, rawText, type Wish } from "./pending.ts";
import { type Data, isBlock, isMap, type Printer, remark, type Style } from "./print.ts";
import { replaceValue } from "./replace.ts";
import { sameScalar, unchanged } from "./same.ts";
import { inlineScalar, isPlain } from "./scalar.ts";
import { Rank, type Splices } from "./splices.ts";
import { isShared } from "./tree.ts";

/** What an edit works with. */
export interface Edit {
  readonly nodes: Nodes;
  readonly text: string;
  readonly printer: Printer;
  readonly pending: Pending;
  readonly anchors: Anchors;
  /** The data of the whole document. */
  readonly root: Data;
  /** Lists whose items count as the same only when they are the same objects; others are also paired by place. */
  readonly identityLists: ReadonlySet<object>;
  /** The list of resources, -1 in other documents: its items keep to their own style. */
  readonly itemsNode: number;
  /** Styles already worked out: of collections, and (under undefined) of the text as a whole. */
  readonly styles: Map<Place | undefined, Style>;
  /** Swapped while the entries of a reordered list are written. */
  splices: Splices;
}

/** The collection that an entry is in. */
export interface Place {
  readonly parent?: Place;
  /** The collection's node. */
  readonly node: number;
  /** The column of its keys or dashes; -1 for the document itself. */
  readonly column: number;
  readonly flow: boolean;
  readonly list: boolean;
}

/** Edits the text of an entry's value so that it reads as `data`. */
export function editValue(
  edit: Edit,
  entry: Entry,
  parent: object,
  key: string | number,
  data: Data,
  place: Place,
): void {
  const wish = edit.pending.of(parent, key);
  if (wish === undefined && canSkip(edit, entry.node, data)) return;
  editChanged(edit, entry, data, place, wish);
}

/** Likewise for a value that is known to be changed; `wish`: what was asked of it. */
export function editChanged(
  edit: Edit,
  entry: Entry,
  data: Data,
  place: Place,
  wish: Wish | undefined,
): void {
  if (!editInside(edit, entry, data, place, wish)) {
    edit.anchors.drop(entry.node);
    replaceValue(edit, entry, data, place, wish);
  } else if (wish?.comment !== undefined) editComment(edit, entry, place, wish.comment.text);
}

/** Whether nothing in a node has to be edited. */
export function canSkip(edit: Edit, node: number, data: Data): boolean {
  const { nodes, pending } = edit;
  if (isShared(nodes.tree, node)) return false;
  if (!pending.isEmpty && typeof data === "object" && data !== null) {
    if (pending.isIn(data) || data === edit.root || edit.identityLists.has(data)) return false;
  }
  return node < 0 ? data === null : unchanged(nodes.tree, node, data);
}

/** Whether the value's own text can stay, its parts being edited. */
function editInside(edit: Edit, entry: Entry, data: Data, place: Place, wish: Wish | undefined): boolean {
  const { nodes, anchors } = edit;
  const { tree } = nodes;
  const raw = rawText(wish, data, place.flow);
  if (entry.node < 0) return data === null && raw === undefined;
  if (tree.aliases?.has(entry.node)) return anchors.stands(entry.node, data);
  const node = nodes.unwrap(entry.node);
  const kind = tree.kind[node] as number;
  anchors.keep(entry.node, data);
  const fits = isListKind(kind) ? Array.isArray(data) : isMapKind(kind) ? isMap(data) : undefined;
  if (fits === undefined) {
    if (!sameScalar(tree.value[node], data)) return editScalar(edit, entry, data, place, wish);
    return raw === undefined || raw === rawSource(edit, entry);
  }
  if (!fits || !isBlock(data)) return fits && nodes.entries(node).every((inner) => isEmptyMerge(edit, inner));
  if (isFlowKind(kind) && wish?.block === true && !place.flow) return false;
  if (isFlowKind(kind)) return editFlow(edit, node, data as object, place);
  return Array.isArray(data)
    ? editBlockList(edit, node, data, place)
    : editBlockMap(edit, node, data as Record<string, Data>, place);
}

/** Whether an entry is `<<` with nothing in it. */
function isEmptyMerge({ anchors }: Edit, { merge, node }: Entry): boolean {
  const merged = merge ? anchors.merged(node) : undefined;
  return merged !== undefined && Object.keys(merged).length === 0;
}

/** Puts a scalar on one line into the very place of another, which most edits are; false where the style has to be looked for. */
function editScalar(edit: Edit, entry: Entry, data: Data, place: Place, wish: Wish | undefined): boolean {
  const { nodes, text, splices } = edit;
  const start = nodes.start(entry.node);
  const first = start === undefined ? "" : (text[start] ?? "");
  if (start === undefined || place.flow || wish?.comment !== undefined || "&!|>".includes(first))
    return false;
  const written = rawText(wish, data, false) ?? scalarFor(first, data);
  if (written === undefined || written === "") return false;
  splices.replace(start, nodes.end(entry.node, entry.after), written);
  return true;
}

/** The text of a scalar in the style of the one that begins with `first`; undefined where it has another. */
function scalarFor(first: string, data: Data): string | undefined {
  if (typeof data === "number" || typeof data === "boolean") return inlineScalar(data, false, '"');
  if (typeof data !== "string") return undefined;
  if (first === "'" || first === '"')
    return data.includes("\n") ? undefined : inlineScalar(data, false, first, first);
  return isPlain(data, false) ? data : undefined;
}

function rawSource(edit: Edit, entry: Entry): string {
  const start = edit.nodes.start(entry.node);
  return start === undefined ? "" : edit.text.slice(start, edit.nodes.end(entry.node, entry.after));
}

function editComment(edit: Edit, entry: Entry, place: Place, comment: string | undefined): void {
  const span = commentSpan(edit.nodes, entry, place.flow);
  if (span === undefined || span.text === comment) return;
  if (span.compact === undefined) edit.splices.replace(span.from, span.to, remark(comment), Rank.comment);
  else if (comment !== undefined) {
    edit.splices.replace(
      span.from,
      span.to,
      remark(comment) + edit.printer.newline(span.compact),
      Rank.comment,
    );
  }
}
