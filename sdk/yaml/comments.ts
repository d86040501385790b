// Owns reading and setting line comments by path, also while the data is being changed.
import type { Comments, LineComment, Path } from "../types.ts";
import { commentSpan } from "./comment-span.ts";
import { lineEnd } from "./lines.ts";
import { holdersOf, type Locator, type Step } from "./locate.ts";
import { type Entry, isFlowKind, isListKind, isMapKind, type Nodes } from "./nodes.ts";
import type { Pending } from "./pending.ts";
import { unchanged } from "./same.ts";
import { isShared } from "./tree.ts";

/** The comments of a text. */
export class TextComments implements Comments {
  readonly #nodes: Nodes;
  readonly #pending: Pending;
  readonly #locator: Locator;
  /** The first `#` behind an offset, as it was last looked for. */
  #searched = 0;
  #hash = -1;

  constructor(nodes: Nodes, pending: Pending, locator: Locator) {
    this.#nodes = nodes;
    this.#pending = pending;
    this.#locator = locator;
  }

  get(object: object, path: Path): string | undefined {
    const step = this.#locator.find(object, path);
    return step && this.#text(step);
  }

  set(object: object, path: Path, text: string | undefined): boolean {
    const step = this.#locator.find(object, path);
    if (step === undefined || path.length === 0) return false;
    const { entry } = step;
    if (entry !== undefined && commentSpan(this.#nodes, entry, step.flow) === undefined && !this.#opens(step))
      return false;
    this.#pending.add(holdersOf(step), step.parent, step.key, { comment: { text } });
    return true;
  }

  list(object: object): readonly LineComment[] {
    const found: LineComment[] = [];
    const step = this.#locator.find(object, []);
    if (step?.entry === undefined) return found;
    const { tree } = this.#nodes;
    const { node } = step.entry;
    const isAsRead = !this.#pending.isIn(object) && !isShared(tree, node) && unchanged(tree, node, object);
    if (isAsRead) this.#collectRead(step.entry, step.flow, [], found);
    else this.#collect(step, [], found);
    return found;
  }

  /** Whether the value is inside a flow collection that is going to be written in block style. */
  #opens(step: Step): boolean {
    for (let at = step.outer; at !== undefined; at = at.outer) {
      if (this.#pending.of(at.parent, at.key)?.block === true && !at.flow) return true;
    }
    return false;
  }

  #text(step: Step): string | undefined {
    const comment = this.#pending.of(step.parent, step.key)?.comment;
    if (comment !== undefined) return comment.text;
    return step.entry && commentSpan(this.#nodes, step.entry, step.flow)?.text;
  }

  #collect(step: Step, path: Path, found: LineComment[]): void {
    if (step.entry === undefined || !this.#hasHash(step.entry)) return;
    const text = this.#text(step);
    if (text !== undefined) found.push({ path, text });
    for (const child of this.#locator.children(step)) this.#collect(child, [...path, child.key], found);
  }

  /** Likewise where the data is what was read, so that paths follow from the text alone. */
  #collectRead(entry: Entry, flow: boolean, path: Path, found: LineComment[]): void {
    if (!this.#hasHash(entry)) return;
    const text = commentSpan(this.#nodes, entry, flow)?.text;
    if (text !== undefined) found.push({ path, text });
    const kind = this.#nodes.kind(entry.node);
    if (!isMapKind(kind) && !isListKind(kind)) return;
    this.#nodes.entries(entry.node).forEach((inner, i) => {
      const key = isListKind(kind) ? i : (inner.key as string);
      if (!inner.merge) this.#collectRead(inner, isFlowKind(kind), [...path, key], found);
    });
  }

  /** Whether there is any `#` from the entry's `:` or `-` to the end of its last line: most have none. */
  #hasHash(entry: Entry): boolean {
    const { text, tree } = this.#nodes;
    const { after } = entry;
    if (after < this.#searched || after > this.#hash) {
      const hash = text.indexOf("#", after);
      this.#searched = after;
      this.#hash = hash < 0 ? text.length : hash;
    }
    const end = entry.node < 0 ? after : (tree.end[entry.node] as number);
    return this.#hash < text.length && (this.#hash <= end || this.#hash < lineEnd(text, end));
  }
}
