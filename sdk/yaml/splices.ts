// Owns a set of changes to a text: pieces replaced, the rest kept as it is.

/** Which of several changes that begin at one offset comes first. */
export const Rank = { value: 0, comma: 1, comment: 2, insertion: 3, rest: 4 } as const;

/** Changes to one text. Two may take out the same piece (blank lines, mostly); changes at one place go by their rank, then in the order they were made. */
export class Splices {
  readonly #text: string;
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #with: string[] = [];
  readonly #rank: number[] = [];
  #order: readonly number[] | undefined;
  /** Whether the text, which has no final line break, now ends in a block scalar, which needs one. */
  needsFinalBreak = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether anything was changed. */
  get isEmpty(): boolean {
    return this.#from.length === 0;
  }

  /** Replaces the text from one offset up to another. */
  replace(
    from: number,
    to: number,
    replacement: string,
    rank: number = from === to ? Rank.insertion : Rank.rest,
  ): void {
    if (from === to && replacement === "") return;
    this.#from.push(from);
    this.#to.push(to);
    this.#with.push(replacement);
    this.#rank.push(rank);
    this.#order = undefined;
  }

  insert(at: number, text: string, rank?: number): void {
    this.replace(at, at, text, rank);
  }

  /**
   * The changed text between two offsets; changes that begin there belong to it. Without `comment` a new comment behind
   * the end does not.
   */
  render(start = 0, end = this.#text.length, comment = true): string {
    const order = this.#sorted();
    const parts: string[] = [];
    let at = start;
    for (let n = this.#firstFrom(order, start); n < order.length; n++) {
      const i = order[n] as number;
      const begin = this.#from[i] as number;
      if (begin > end) break;
      if (!comment && begin === end && this.#rank[i] === Rank.comment) continue;
      const stop = Math.min(end, Math.max(at, this.#to[i] as number));
      parts.push(begin > at ? this.#text.slice(at, begin) : "", this.#with[i] as string);
      at = stop;
    }
    parts.push(this.#text.slice(at, end));
    return parts.join("");
  }

  #sorted(): readonly number[] {
    const from = this.#from as readonly number[];
    const rank = this.#rank as readonly number[];
    const compare = (a: number, b: number): number =>
      (from[a] as number) - (from[b] as number) || (rank[a] as number) - (rank[b] as number) || a - b;
    this.#order ??= from.map((_, i) => i).sort(compare);
    return this.#order;
  }

  #firstFrom(order: readonly number[], start: number): number {
    let [low, high] = [0, order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#from[order[middle] as number] as number) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
