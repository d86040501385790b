// Owns a set of changes to a text: pieces replaced, the rest kept as it is.

/** Changes to one text. Two may take out the same piece (blank lines, mostly); of changes at one place insertions come first, in the order they were made. */
export class Splices {
  readonly #text: string;
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #with: string[] = [];
  #order: readonly number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether anything was changed. */
  get isEmpty(): boolean {
    return this.#from.length === 0;
  }

  /** Replaces the text from one offset up to another. */
  replace(from: number, to: number, replacement: string): void {
    if (from === to && replacement === "") return;
    this.#from.push(from);
    this.#to.push(to);
    this.#with.push(replacement);
    this.#order = undefined;
  }

  insert(at: number, text: string): void {
    this.replace(at, at, text);
  }

  /** The changed text between two offsets; changes that begin there belong to it. */
  render(start = 0, end = this.#text.length): string {
    const order = this.#sorted();
    const parts: string[] = [];
    let at = start;
    for (let n = this.#firstFrom(order, start); n < order.length; n++) {
      const i = order[n] as number;
      const begin = this.#from[i] as number;
      if (begin > end) break;
      const stop = Math.min(end, Math.max(at, this.#to[i] as number));
      parts.push(begin > at ? this.#text.slice(at, begin) : "", this.#with[i] as string);
      at = stop;
    }
    parts.push(this.#text.slice(at, end));
    return parts.join("");
  }

  #sorted(): readonly number[] {
    const [from, to] = [this.#from, this.#to];
    this.#order ??= from
      .map((_, i) => i)
      .sort(
        (a, b) =>
          (from[a] as number) - (from[b] as number) ||
          Number(from[a] !== to[a]) - Number(from[b] !== to[b]) ||
          a - b,
      );
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
