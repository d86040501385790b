// Owns a YAML document that can be changed as data and written back with every untouched byte in place.
import { Anchors, separateAliases } from "./aliases.ts";
import { TextComments } from "./comments.ts";
import { copiedText } from "./copies.ts";
import { type Edit, editValue, type Place } from "./edit.ts";
import { column, lineBreak, lineNumber } from "./lines.ts";
import { type Home, Locator } from "./locate.ts";
import { type Entry, Nodes } from "./nodes.ts";
import { parse } from "./parse.ts";
import { Pending } from "./pending.ts";
import { Printer } from "./print.ts";
import { SyntaxProblem } from "./problem.ts";
import { TextSource } from "./source.ts";
import { Splices } from "./splices.ts";

const BYTE_ORDER_MARK = "\ufeff";

/** A document: change `data`, then `write`. */
export class Document {
  readonly nodes: Nodes;
  /** The data; maps, lists and scalars may be changed, added, removed and moved. */
  readonly data: unknown;
  readonly #root: Entry;
  readonly #mark: string;
  readonly #pending = new Pending();

  /** Parses a text of one document. Throws SyntaxProblem. */
  constructor(source: string) {
    this.#mark = source.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
    const tree = parse(source.slice(this.#mark.length));
    checkLineBreaks(tree.text);
    const root = tree.roots[0] ?? -1;
    this.nodes = new Nodes(tree);
    const second = tree.roots.find((node) => node !== root && tree.value[node] !== null);
    if (second !== undefined) {
      const at = this.nodes.start(second) ?? 0;
      throw new SyntaxProblem(
        "must be one document, but a second one begins",
        at,
        lineNumber(tree.text, at),
        "input",
      );
    }
    for (const list of tree.withEmpty) checkEmptyEntries(this.nodes, list);
    if (root >= 0) separateAliases(this.nodes, root);
    this.data = root < 0 ? undefined : tree.value[root];
    this.#root = { keyNode: -1, node: root, start: 0, after: 0, colon: true, merge: false };
  }

  /** The node of the whole document; -1 in an empty text. */
  get root(): number {
    return this.#root.node;
  }

  /** Comments and ways of writing of the objects that `homes` gives: the items of the identity lists, values of the root. */
  access(homes: () => Map<object, Home>): { comments: TextComments; source: TextSource } {
    const locator = new Locator(this.nodes, homes);
    return {
      comments: new TextComments(this.nodes, this.#pending, locator),
      source: new TextSource(this.nodes, this.#pending, locator),
    };
  }

  /** The text that reads as `data`. Lists in `identityLists` keep an item's text only for the very same object. */
  write(data: unknown, identityLists: ReadonlySet<object> = new Set(), itemsNode = -1): string {
    const { nodes } = this;
    const { text } = nodes;
    const splices = new Splices(text);
    const edit: Edit = {
      nodes,
      text,
      splices,
      pending: this.#pending,
      printer: new Printer(lineBreak(text), (collection) => this.#pending.in(collection)),
      anchors: new Anchors(nodes),
      root: data,
      identityLists,
      itemsNode,
      styles: new Map(),
    };
    edit.printer.copied = (value, column) => copiedText(edit, this.#pending.copies, value, column);
    const place: Place = { node: this.#root.node, column: -1, flow: false, list: false };
    editValue(edit, this.#root, [data], 0, data, place);
    return this.#mark + splices.render() + (splices.needsFinalBreak ? lineBreak(text) : "");
  }
}

/** A carriage return alone ends a line for the parser, but no line of the text that edits could keep to. */
function checkLineBreaks(text: string): void {
  const at = text.search(/\r(?!\n)/);
  if (at < 0) return;
  const must = "a line must end with a line feed, not with a carriage return alone; save the file anew";
  throw new SyntaxProblem(must, at, lineNumber(text, at), "input");
}

/**
 * js-yaml 4.3 takes a dedented `- x` behind an empty last entry (`  -`) for an entry of the inner list.
 * Throws SyntaxProblem there, since the data would be wrong.
 */
function checkEmptyEntries(nodes: Nodes, list: number): void {
  const { text } = nodes;
  const [first, ...others] = nodes.entries(list);
  for (const { start } of others) {
    if (first === undefined || column(text, start) === column(text, first.start)) continue;
    throw new SyntaxProblem(
      "the empty list entry above must be written as `- null`",
      start,
      lineNumber(text, start),
    );
  }
}
