// Owns the lines that belong to each entry of a block collection, and taking entries out.
import type { Edit } from "./edit.ts";
import {
  column,
  leadStart,
  lineEnd,
  lineKind,
  lineStart,
  nextLine,
  ownLine,
  tailEnd,
  takenEnd,
  trimBack,
} from "./lines.ts";
import type { Entry } from "./nodes.ts";
import { hasBlockScalar } from "./scalar.ts";

/** The entries of a block map or list with their lines. */
export class Chunks {
  readonly entries: readonly Entry[];
  /** The column of the keys or dashes. */
  readonly column: number;
  /** Whether the first entry has its line for itself, and not behind a dash. */
  readonly ownLine: boolean;
  readonly #edit: Edit;
  readonly #tails: number[] = [];
  #removedTo = 0;
  #insertedScalar = false;

  constructor(edit: Edit, node: number) {
    this.#edit = edit;
    this.entries = edit.nodes.entries(node);
    const start = this.entries[0]?.start ?? 0;
    this.column = column(edit.text, start);
    this.ownLine = ownLine(edit.text, start);
  }

  /** The end of the last line of an entry: comments deeper than its column belong to it. */
  tail(index: number): number {
    const { text, nodes } = this.#edit;
    this.#tails[index] ??= tailEnd(text, nodes.entryEnd(this.entries[index] as Entry), this.column + 1);
    return this.#tails[index] as number;
  }

  /** The offset of an entry's own text: its key or dash, or the comment directly above in the same column. */
  head(index: number): number {
    const { start } = this.entries[index] as Entry;
    if (index === 0 && !this.ownLine) return start;
    const floor = index === 0 ? 0 : this.tail(index - 1);
    return leadStart(this.#edit.text, start, floor) + this.column;
  }

  /** Where entries behind the last one go: behind comments at `minColumn` or deeper. */
  end(minColumn: number): number {
    const last = this.entries.length - 1;
    return Math.max(tailEnd(this.#edit.text, this.tail(last), minColumn), this.#removedTo);
  }

  /** Adds new lines behind an offset at a line's end. They may end in a block scalar, which takes blank lines with spaces. */
  insert(at: number, lines: string): void {
    const { text, splices } = this.#edit;
    splices.replace(at, takenEnd(text, at, false), lines);
    this.#insertedScalar = hasBlockScalar(lines);
    if (at === text.length) splices.needsFinalBreak = this.#insertedScalar;
  }

  /** The end of the line above an entry that has its own line; -1 at the beginning of the text. */
  above(index: number): number {
    const { text } = this.#edit;
    const head = lineStart(text, this.head(index));
    if (head === 0) return -1;
    return lineEnd(text, lineStart(text, head - 1));
  }

  /**
   * Takes out the entries that are not kept. Where the first entry stands behind a dash, the first one kept takes its
   * place; `inserted` are new entries that go before it. `isFollowed`: whether new entries go behind the last one kept.
   */
  remove(kept: readonly boolean[], isFollowed: boolean, inserted: readonly string[] = []): void {
    const first = this.ownLine ? 0 : this.#removeFirst(kept, inserted);
    for (let i = first; i < kept.length; i++) {
      if (!kept[i]) this.#removeLines(i, kept.lastIndexOf(true, i), isFollowed);
    }
  }

  /** The block scalar that an entry ends in; a new entry (-1) may end in one. */
  blockScalarAtEnd(index: number): "keep" | "other" | undefined {
    return index < 0 ? "other" : this.#edit.nodes.blockScalarAtEnd(this.entries[index]?.node ?? -1);
  }

  #removeLines(index: number, before: number, isFollowed: boolean): void {
    const { text, splices } = this.#edit;
    const scalar = before < 0 ? undefined : this.blockScalarAtEnd(before);
    const end = this.tail(index);
    const tail = scalar === undefined ? end : takenEnd(text, end, scalar === "keep");
    this.#removedTo = tail;
    const above = this.above(index);
    if (above < 0) {
      const next = nextLine(text, tail);
      splices.replace(0, next < 0 ? text.length : next, "");
      return;
    }
    const next = nextLine(text, tail);
    const open = index === this.entries.length - 1 || next < 0 || lineKind(text, next).blank;
    const floor = index === 0 ? 0 : this.tail(index - 1);
    const from = open ? Math.max(floor, Math.min(above, lineEnd(text, trimBack(text, above, floor)))) : above;
    splices.replace(from, tail, "");
    const endsInScalar = isFollowed ? this.#insertedScalar : scalar !== undefined;
    if (tail === text.length) splices.needsFinalBreak = endsInScalar;
  }

  #removeFirst(kept: readonly boolean[], inserted: readonly string[]): number {
    const { text, splices, printer } = this.#edit;
    const { start } = this.entries[0] as Entry;
    const first = kept.indexOf(true);
    const newline = printer.newline(this.column);
    if (first === 0) {
      splices.insert(start, inserted.map((entry) => entry + newline).join(""));
      return 0;
    }
    const next = (this.entries[first] as Entry).start;
    const tail = this.tail(first - 1);
    if (text.slice(tail, next).trim() === "") {
      splices.replace(start, next, inserted.map((entry) => entry + newline).join(""));
    } else if (inserted.length > 0) {
      splices.replace(start, tail, inserted.join(newline));
    } else {
      splices.replace(trimBack(text, start, lineStart(text, start)), tail, "");
    }
    return first;
  }
}
