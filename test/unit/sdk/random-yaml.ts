// Owns random YAML texts in every style that people write, from a tape of numbers, so that fast-check can shrink them.

/** Draws numbers from a tape; an empty tape gives zeros, which choose the simplest of everything. */
export class Tape {
  readonly #numbers: readonly number[];
  #at = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** A number from 0 up to, not including, `limit`. */
  below(limit: number): number {
    return (this.#numbers[this.#at++] ?? 0) % limit;
  }

  /** True in one of `times` cases, never on an empty tape. */
  once(times: number): boolean {
    return this.below(times) === times - 1;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  get isEmpty(): boolean {
    return this.#at >= this.#numbers.length;
  }
}

/** A text and its marks (`t1`, `k2`): every scalar, key and comment has one of its own. */
export interface RandomText {
  readonly text: string;
  /** Marks inside flow collections, whose lines change together. */
  readonly flowMarks: ReadonlySet<string>;
}

const ODD = [
  "1.10",
  "0o17",
  "0x1F",
  "null",
  "~",
  "true",
  "yes",
  "2001-01-01",
  "1e3",
  "-5",
  ".inf",
  "é 😀",
  "<",
  "a#b",
  "x:y",
];

class Writer {
  readonly #tape: Tape;
  readonly #step: number;
  readonly #listStep: number;
  readonly #gap: number;
  readonly flowMarks = new Set<string>();
  #marks = 0;
  #anchors: { name: string; isMap: boolean }[] = [];

  constructor(tape: Tape) {
    this.#tape = tape;
    this.#step = tape.pick([2, 4, 1, 3]);
    this.#listStep = tape.pick([0, this.#step]);
    this.#gap = tape.pick([1, 1, 1, 3]);
  }

  mark(kind: string, flow = false): string {
    const mark = `${kind}${this.#marks++}`;
    if (flow) this.flowMarks.add(mark);
    return mark;
  }

  map(column: number, depth: number): string {
    const count = 1 + this.#tape.below(4);
    const pad = " ".repeat(column);
    const lines: string[] = [];
    for (let i = 0; i < count; i++) {
      const lead = i === 0 ? "" : this.#between(column) + pad;
      lines.push(lead + this.#pair(column, depth));
    }
    return lines.join("") + this.#trail(column);
  }

  #pair(column: number, depth: number): string {
    const maps = this.#anchors.filter((anchor) => anchor.isMap);
    if (this.#tape.once(15) && maps.length > 0) {
      const merged = this.#tape.pick(maps).name;
      return this.#tape.once(3) ? `${this.mark("k")}: *${merged}\n` : `<<: *${merged}\n`;
    }
    const mark = this.mark("k");
    const key = this.#tape.pick([mark, mark, mark, `"${mark}"`, `'${mark}'`, `${mark} x`]);
    if (this.#tape.once(40))
      return `? ${key}\n${" ".repeat(column)}:${this.#value(column, depth, this.#step)}`;
    return `${key}:${this.#value(column, depth, this.#step)}`;
  }

  list(column: number, depth: number): string {
    const count = 1 + this.#tape.below(4);
    const lines: string[] = [];
    for (let i = 0; i < count; i++) {
      const lead = i === 0 ? "" : this.#between(column) + " ".repeat(column);
      lines.push(`${lead}-${this.#item(column, depth)}`);
    }
    return lines.join("") + this.#trail(column);
  }

  #item(column: number, depth: number): string {
    const kind = this.#tape.below(6);
    const inner = column + 1 + this.#gap;
    if (depth > 0 && kind === 3) return " ".repeat(this.#gap) + this.map(inner, depth - 1);
    if (depth > 0 && kind === 4) return " ".repeat(this.#gap) + this.list(inner, depth - 1);
    if (depth > 0 && kind === 5 && this.#tape.once(2)) {
      return `${this.#remark()}\n${" ".repeat(inner)}${this.map(inner, depth - 1)}`;
    }
    const text = this.#value(column, 0, 2);
    return text.trimStart().startsWith("#") || text.trim() === "" ? ` ~${text}` : text; // js-yaml misreads empty entries
  }

  /** What stands behind `key:` or `-`, with its line break. */
  #value(column: number, depth: number, step: number): string {
    const kind = depth > 0 ? this.#tape.below(5) : this.#tape.below(3);
    const anchor = this.#tape.once(12) ? this.mark("a") : undefined;
    const properties = anchor === undefined ? "" : ` &${anchor}`;
    const aliases = this.#anchors;
    let text: string;
    if (kind < 3) {
      if (properties === "" && aliases.length > 0 && this.#tape.once(10)) {
        return ` *${this.#tape.pick(aliases).name}${this.#remark()}\n`;
      }
      text = properties + this.#scalar(column, step, kind === 2);
    } else if (kind === 3) {
      const inner = column + step;
      text = `${properties}${this.#remark()}\n${this.#lead(inner)}${" ".repeat(inner)}${this.map(inner, depth - 1)}`;
    } else {
      const inner = column + this.#listStep;
      text = `${properties}${this.#remark()}\n${this.#lead(inner)}${" ".repeat(inner)}${this.list(inner, depth - 1)}`;
    }
    if (anchor !== undefined) this.#anchors.push({ name: anchor, isMap: kind === 3 });
    return text;
  }

  #scalar(column: number, step: number, rich: boolean): string {
    const mark = this.mark("t");
    const end = `${this.#remark()}\n`;
    if (!rich) return ` ${mark}${end}`;
    const inner = " ".repeat(column + step);
    switch (this.#tape.below(10)) {
      case 0:
        return ` ${this.#tape.pick(ODD)}${end}`;
      case 1:
        return ` "${mark} \\t\\u00e9 \\" # x"${end}`;
      case 2:
        return `   '${mark} it''s: # x'${end}`;
      case 3:
        return ` ${mark} one\n\n${inner} two${end}`;
      case 4:
        return ` "${mark} one\n${inner} two \\\n${inner} three"${end}`;
      case 5:
        return end;
      case 6:
      case 7:
        return ` ${this.#blockScalar(mark, inner)}`;
      case 8:
        return ` ${this.#flow(column + step, 2)}${end}`;
      default:
        return this.#tape.once(2) ? ` {}${end}` : ` []${end}`;
    }
  }

  #blockScalar(mark: string, inner: string): string {
    const header = this.#tape.pick(["|", "|-", "|+", ">", ">-", ">+"]);
    const lines = [`${inner}${mark} # no comment\n`];
    for (let i = this.#tape.below(4); i > 0; i--) {
      lines.push(this.#tape.pick([`${inner}more\n`, "\n", `${inner}  deeper: x\n`, `${inner}- a \n`]));
    }
    if (this.#tape.once(4)) lines.push("\n");
    return `${header}${this.#remark()}\n${lines.join("")}`;
  }

  #flow(column: number, depth: number): string {
    const isMap = this.#tape.once(2);
    const isJson = this.#tape.once(3);
    const isLong = this.#tape.once(3);
    const newline = `\n${" ".repeat(column)}`;
    const entries: string[] = [];
    for (let i = this.#tape.below(4); i > 0; i--) {
      const mark = this.mark("t", true);
      const scalar = isJson ? `"${mark}"` : this.#tape.pick([mark, `'${mark}'`, "12", `"${mark}, x"`, "~"]);
      const value = depth > 0 && this.#tape.once(4) ? this.#flow(column + 1, depth - 1) : scalar;
      const key = this.mark("k", true);
      if (!isMap) entries.push(!isJson && this.#tape.once(8) ? `${key}: ${value}` : value);
      else if (isJson) entries.push(`"${key}":${this.#tape.pick([" ", ""])}${value}`);
      else entries.push(this.#tape.once(8) ? key : `${key}: ${value}`);
    }
    const [open, close] = isMap ? "{}" : "[]";
    if (entries.length === 0) return `${open}${close}`;
    if (!isLong) return `${open}${entries.join(this.#tape.pick([", ", ","]))}${close}`;
    const comma = isJson || !this.#tape.once(3) ? "" : ",";
    const texts = entries.map((entry, i) => {
      const remark = isJson || this.#tape.once(3) ? "" : ` # ${this.mark("c", true)}`;
      return `${newline}${entry}${i < entries.length - 1 ? "," : comma}${remark}`;
    });
    return `${open}${texts.join("")}${newline}${close}`;
  }

  #remark(): string {
    return this.#tape.once(5)
      ? `${this.#tape.pick([" ", "  ", "\t"])}# ${this.mark("c")}`
      : this.#tape.once(9)
        ? "  "
        : "";
  }

  #between(column: number): string {
    const lines: string[] = [];
    for (let i = this.#tape.once(4) ? 1 + this.#tape.below(3) : 0; i > 0; i--) {
      const indent = this.#tape.pick([column, column, column + this.#step, 0]);
      lines.push(this.#tape.pick([`${" ".repeat(indent)}# ${this.mark("c")}\n`, "\n", "  \n"]));
    }
    return lines.join("");
  }

  #lead(column: number): string {
    return this.#tape.once(8) ? `${" ".repeat(column)}# ${this.mark("c")}\n` : "";
  }

  #trail(column: number): string {
    return this.#tape.once(8) ? `${" ".repeat(column)}# ${this.mark("c")}\n` : "";
  }
}

/** A random document: a map at the top, whose first key stays. */
export function randomYaml(tape: Tape): RandomText {
  const writer = new Writer(tape);
  const head = tape.pick(["", "", "---\n", "# head\n", "# head\n---\n# more\n"]);
  let text = `${head}keep: 1\n${writer.map(0, 4)}${tape.pick(["", "", "# end\n", "...\n", "\n\n"])}`;
  if (tape.once(6)) text = text.replace(/\n+$/, "");
  if (tape.once(4)) text = text.replaceAll("\n", "\r\n");
  return { text, flowMarks: writer.flowMarks };
}
