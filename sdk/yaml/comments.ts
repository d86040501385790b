// Owns reading and setting line comments by path, also while the data is being changed.
import type { Comments, LineComment, Path } from "../types.ts";
import { commentSpan } from "./comment-span.ts";
import { holdersOf, type Locator, type Step } from "./locate.ts";
import type { Entry, Nodes } from "./nodes.ts";
import type { Pending } from "./pending.ts";

/** The comments of a text. */
export class TextComments implements Comments {
  readonly #nodes: Nodes;
  readonly #pending: Pending;
  readonly #locator: Locator;

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
    if (step !== undefined) this.#collect(step, [], found);
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

  /** Whether there is any `#` from the entry's `:` or `-` to the end of its last line: most have none. */
  #hasHash(entry: Entry): boolean {
    const { text, tree } = this.#nodes;
    const hash = text.indexOf("#", entry.after);
    if (hash < 0) return false;
    const end = entry.node < 0 ? entry.after : (tree.end[entry.node] as number);
    return hash <= end || !text.slice(end, hash).includes("\n");
  }
}
