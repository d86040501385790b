// Owns how values that were not in the text before are written: in the style of what stands around them.
import { rawText, type Wish, type Wishes } from "./pending.ts";
import { blockText, inlineScalar, type Quote } from "./scalar.ts";

/** How the neighbourhood of a new value is written. */
export interface Style {
  /** Columns from a key to the keys of the map under it. */
  readonly mapStep: number;
  /** Columns from a key to the dashes of the list under it: 0 or more. */
  readonly listStep: number;
  /** Columns from a dash to its value. */
  readonly dashStep: number;
  /** Quotes for strings that need some. */
  readonly quote: Quote;
  /** In flow collections: quotes for all strings and keys, as in JSON. */
  readonly quoteAll?: Quote;
}

/** What was asked of the values in a new collection, by their keys; undefined where nothing was. */
export type WishesIn = (collection: object) => Wishes | undefined;

/** Data of any kind. */
export type Data = unknown;

/** Whether a value is a map. */
export function isMap(value: Data): value is Record<string, Data> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The keys of a map that are there: a key that is `undefined` counts as removed. */
export function presentKeys(map: Record<string, Data>): string[] {
  return Object.keys(map).filter((key) => map[key] !== undefined);
}

/** Whether the value needs lines of its own in block style: a collection that is not empty. */
export function isBlock(value: Data): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (!isMap(value)) return false;
  for (const key of Object.keys(value)) if (value[key] !== undefined) return true;
  return false;
}

/** Writes new values. */
export class Printer {
  readonly #eol: string;
  readonly #wishes: WishesIn;
  #depth = 0;
  /** Whether strings of several lines must stand in quotes, because what follows would be taken for their lines. */
  noBlockScalars = false;
  /** The text of a map that was copied from elsewhere in the document, the cursor being at a column. */
  copied: (value: Data, column: number) => string | undefined = () => undefined;

  constructor(eol: string, wishes: WishesIn) {
    this.#eol = eol;
    this.#wishes = wishes;
  }

  /** A line break and the spaces up to a column. */
  newline(column: number): string {
    return this.#eol + " ".repeat(column);
  }

  /** A key and its value, the cursor being at `column`. */
  pair(key: string, value: Data, column: number, style: Style, wish?: Wish): string {
    const name = inlineScalar(key, false, '"');
    // Most values by far: they need no look at what else there may be.
    if (wish === undefined && typeof value === "string" && !value.includes("\n"))
      return `${name}: ${inlineScalar(value, false, style.quote)}`;
    return `${name}:${this.behindKey(value, column, style, wish)}`;
  }

  /** What stands behind `key:`, from the space on. */
  behindKey(value: Data, column: number, style: Style, wish?: Wish): string {
    if (!isBlock(value)) return this.scalar(value, column, style.mapStep, style, wish);
    const inner = column + (Array.isArray(value) ? style.listStep : style.mapStep);
    return remark(wish?.comment?.text) + this.newline(inner) + this.block(value, inner, style);
  }

  /** A list entry, the cursor being at `column`. */
  entry(value: Data, column: number, style: Style, wish?: Wish): string {
    if (!isBlock(value)) return `-${this.scalar(value, column, style.dashStep, style, wish)}`;
    const inner = column + style.dashStep;
    const comment = wish?.comment?.text;
    const block = this.copied(value, inner) ?? this.block(value, inner, style);
    const gap =
      comment === undefined ? " ".repeat(style.dashStep - 1) : remark(comment) + this.newline(inner);
    return `-${gap}${block}`;
  }

  /** A value that needs no lines of its own, or a block scalar whose lines go `step` columns deeper than `column`. */
  scalar(value: Data, column: number, step: number, style: Style, wish?: Wish): string {
    const comment = remark(wish?.comment?.text);
    const raw = rawText(wish, value, false);
    if (raw !== undefined) return (raw === "" ? "" : ` ${raw}`) + comment;
    const block = this.blockScalar(value, column, step);
    if (block !== undefined) return ` ${block.header}${comment}${block.body}`;
    return ` ${this.flow(value, style, false)}${comment}`;
  }

  /** A string of several lines (or, in the place of a block scalar, of any) as header and body with its line breaks. */
  blockScalar(
    value: Data,
    column: number,
    step: number,
    before?: "|" | ">",
  ): { header: string; body: string } | undefined {
    if (this.noBlockScalars || typeof value !== "string" || (before === undefined && !value.includes("\n")))
      return undefined;
    const block = blockText(value, step, before === ">");
    if (block === undefined) return undefined;
    const indent = this.newline(column + step);
    return {
      header: block.header,
      body: block.lines.map((line) => (line === "" ? this.#eol : indent + line)).join(""),
    };
  }

  /** A collection in block style, the cursor being at `column`. */
  block(value: Data, column: number, style: Style): string {
    this.#enter();
    const wishes = this.#wishes(value as object);
    const lines = Array.isArray(value)
      ? value.map((item, i) => this.entry(item, column, style, wishes?.get(i)))
      : this.#pairs(value as Record<string, Data>, column, style, wishes);
    this.#depth--;
    return lines.join(this.newline(column));
  }

  #pairs(map: Record<string, Data>, column: number, style: Style, wishes: Wishes | undefined): string[] {
    const lines: string[] = [];
    for (const key of Object.keys(map)) {
      if (map[key] !== undefined) lines.push(this.pair(key, map[key], column, style, wishes?.get(key)));
    }
    return lines;
  }

  /** A value on one line; `nested`: inside a flow collection. */
  flow(value: Data, style: Style, nested: boolean, wish?: Wish): string {
    const raw = rawText(wish, value, true);
    if (raw !== undefined) return raw;
    if (typeof value === "function" || typeof value === "symbol") {
      throw new TypeError(`a ${typeof value} cannot be written as YAML; put plain data into the list`);
    }
    if (value instanceof Date) return inlineScalar(value.toISOString(), nested, style.quote, style.quoteAll);
    if (Array.isArray(value)) {
      this.#enter();
      const wishes = this.#wishes(value);
      const text = `[${value.map((item, i) => this.flow(item, style, true, wishes?.get(i))).join(", ")}]`;
      this.#depth--;
      return text;
    }
    if (!isMap(value)) return inlineScalar(value, nested, style.quote, nested ? style.quoteAll : undefined);
    this.#enter();
    const wishes = this.#wishes(value);
    const text = presentKeys(value).map((key) =>
      this.flowPair(key, value[key], style, " ", wishes?.get(key)),
    );
    this.#depth--;
    return `{${text.join(", ")}}`;
  }

  /** A key and its value inside `{}`. */
  flowPair(key: string, value: Data, style: Style, space = " ", wish?: Wish): string {
    return `${inlineScalar(key, true, style.quote, style.quoteAll)}:${space}${this.flow(value, style, true, wish)}`;
  }

  #enter(): void {
    this.#depth++;
    if (this.#depth > 500) throw new TypeError("data that contains itself cannot be written as YAML");
  }
}

/** A comment as it stands behind something. */
export function remark(comment: string | undefined): string {
  return comment === undefined ? "" : ` # ${comment.replace(/\s*[\r\n]+\s*/g, " ")}`;
}
