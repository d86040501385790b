// Owns what this run has asked of values beside their data: a comment, a way of writing.
import type { Step } from "./locate.ts";
import type { Entry } from "./nodes.ts";
import { sameScalar } from "./same.ts";
import { canStandPlain } from "./scalar.ts";

/** What was asked of one value. */
export interface Wish {
  /** A new comment, or (with `text` undefined) its removal. */
  readonly comment?: { readonly text: string | undefined };
  /** The very text of a scalar on one line, as long as the data still is `value`. */
  readonly raw?: { readonly text: string; readonly value: unknown };
  /** A collection that must be written in block style. */
  readonly block?: boolean;
}

/** What was asked of the values of one map or list, by their keys. */
export type Wishes = ReadonlyMap<string | number, Wish>;

/** The text that was asked for a scalar, where it holds for the data and (with `flow`) can stand in a flow collection. */
export function rawText(wish: Wish | undefined, data: unknown, flow: boolean): string | undefined {
  if (wish?.raw === undefined || !sameScalar(wish.raw.value, data)) return undefined;
  const { text } = wish.raw;
  return !flow || /^["']/.test(text) || (text !== "" && canStandPlain(text, true)) ? text : undefined;
}

/** The wishes of this run, by the collection and key of their values. */
export class Pending {
  readonly #wishes = new Map<object, Map<string | number, Wish>>();
  /** The maps and lists with wishes in them, and all around those. */
  readonly #holders = new Set<unknown>();
  /** Copies that are to be written as the entries that they were made of. */
  readonly copies = new Map<object, Entry>();

  /** Adds to what was asked of a value. */
  add({ parent, key, outer }: Step, wish: Wish): void {
    let wishes = this.#wishes.get(parent);
    if (wishes === undefined) {
      wishes = new Map();
      this.#wishes.set(parent, wishes);
    }
    const before = wishes.get(key);
    wishes.set(key, before === undefined ? wish : { ...before, ...wish });
    for (let at = outer; at !== undefined; at = at.outer) this.#holders.add(at.data);
  }

  of(parent: object, key: string | number): Wish | undefined {
    return this.in(parent)?.get(key);
  }

  /** What was asked of the values of a map or list; undefined where nothing was. */
  in(collection: object): Wishes | undefined {
    return this.isEmpty ? undefined : this.#wishes.get(collection);
  }

  /** Whether the data is a map or list with wishes in it. */
  isIn(data: unknown): boolean {
    return this.#holders.has(data);
  }

  get isEmpty(): boolean {
    return this.#holders.size === 0;
  }
}
