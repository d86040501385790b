// Owns reading and setting line comments by path, also while the data is being changed.
import type { Comments, LineComment, Path } from "../types.ts";
import { commentSpan } from "./comment-span.ts";
import { lineEnd } from "./lines.ts";
import type { Locator, Step } from "./locate.ts";
import type { Nodes } from "./nodes.ts";
import type { Pending } from "./pending.ts";

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
    this.#pending.add(step, { comment: { text } });
    return true;
  }

  list(object: object): readonly LineComment[] {
    const found: LineComment[] = [];
    const step = this.#locator.find(object, []);
    if (step?.entry !== undefined && this.#hasHash(step.entry.after, step.entry.node))
      this.#collect(step, [], found);
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

  /** `step` has a `#` in its text. */
  #collect(step: Step, path: Path, found: LineComment[]): void {
    const text = this.#text(step);
    if (text !== undefined) found.push({ path, text });
    for (const child of this.#locator.children(step, this.#hasHash))
      this.#collect(child, [...path, child.key], found);
  }

  /** Whether there is any `#` from behind an entry's `:` or `-` to the end of the last line of its node: most have none. */
  readonly #hasHash = (after: number, node: number): boolean => {
    const { text, tree } = this.#nodes;
    if (after < this.#searched || after > this.#hash) {
      const hash = text.indexOf("#", after);
      this.#searched = after;
      this.#hash = hash < 0 ? text.length : hash;
    }
    const end = node < 0 ? after : (tree.end[node] as number);
    return this.#hash < text.length && (this.#hash <= end || this.#hash < lineEnd(text, end));
  };
}
