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
import { Rank, type Splices } from "./splices.ts";

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
  if (wish === undefined && canSkip(edit, entry, data)) return;
  if (!editInside(edit, entry, data, place, wish)) {
    edit.anchors.drop(entry.node);
    replaceValue(edit, entry, data, place, wish);
  } else if (wish?.comment !== undefined) editComment(edit, entry, place, wish.comment.text);
}

function canSkip(edit: Edit, entry: Entry, data: Data): boolean {
  const { nodes, pending } = edit;
  if (nodes.tree.shared) return false;
  if (!pending.isEmpty) {
    if (pending.isIn(data) || data === edit.root || edit.identityLists.has(data as object)) return false;
  }
  return entry.node < 0 ? data === null : unchanged(nodes.tree, entry.node, data);
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
  if (fits === undefined)
    return sameScalar(tree.value[node], data) && (raw === undefined || raw === rawSource(edit, entry));
  if (!fits || !isBlock(data)) return fits && nodes.entries(node).length === 0;
  if (isFlowKind(kind) && wish?.block === true && !place.flow) return false;
  if (isFlowKind(kind)) return editFlow(edit, node, data as object, place);
  return Array.isArray(data)
    ? editBlockList(edit, node, data, place)
    : editBlockMap(edit, node, data as Record<string, Data>, place);
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
