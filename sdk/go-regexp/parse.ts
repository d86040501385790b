// Owns reading Go regular expressions (RE2 syntax), with Go's errors.

import { bracketTest, escapedCode } from "./brackets.ts";
import { type Assertion, type Node, RegExpError } from "./nodes.ts";
import { charTest, perlTest, unicodeTest } from "./sets.ts";

/** The most that a counted repetition may count. Source: https://pkg.go.dev/regexp/syntax. */
const REPEAT_LIMIT = 1000;

const ASSERTIONS: Record<string, Assertion> = { A: "begin", z: "end", b: "word", B: "no-word" };

/** What `(?imsU)` switches. */
interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
}

/** A parsed expression. */
export interface Parsed {
  readonly node: Node;
  /** How many groups have a number. */
  readonly groups: number;
}

/**
 * Reads an expression; syntax and errors as of https://pkg.go.dev/regexp/syntax.
 * @throws {RegExpError}
 */
export function parse(pattern: string): Parsed {
  const reader = new Reader(pattern);
  const node = reader.alternatives();
  if (!reader.isAtEnd) throw new RegExpError("unexpected )", pattern);
  return { node, groups: reader.groups };
}

class Reader {
  groups = 0;
  readonly #pattern: string;
  #at = 0;
  #flags: Flags = { i: false, m: false, s: false, U: false };

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#pattern.length;
  }

  alternatives(): Node {
    const nodes = [this.#sequence()];
    while (this.#take("|")) nodes.push(this.#sequence());
    return nodes.length === 1 ? (nodes[0] as Node) : { kind: "any", nodes };
  }

  #sequence(): Node {
    const nodes: Node[] = [];
    while (!this.isAtEnd && !this.#sees("|") && !this.#sees(")")) {
      if (this.#take("\\Q")) nodes.push(...this.#literal());
      else {
        const atom = this.#atom();
        nodes.push(atom === undefined ? { kind: "all", nodes: [] } : this.#repeated(atom));
      }
    }
    return { kind: "all", nodes };
  }

  /** What stands up to `\E` or the end, the last character with its repetition. */
  #literal(): Node[] {
    const found = this.#pattern.indexOf("\\E", this.#at);
    const text = this.#pattern.slice(this.#at, found < 0 ? undefined : found);
    this.#at += text.length + (found < 0 ? 0 : 2);
    const nodes = Array.from(text, (char) => this.#char(char.codePointAt(0) ?? 0));
    const last = nodes.pop();
    return last === undefined ? [] : [...nodes, this.#repeated(last)];
  }

  /** Undefined for a group that only sets flags. */
  #atom(): Node | undefined {
    const rest = this.#pattern.slice(this.#at, this.#at + 64);
    const operator = /^(?:[*+?]|\{\d+(?:,\d*)?\})/.exec(rest)?.[0];
    if (operator !== undefined) throw new RegExpError("missing argument to repetition operator", operator);
    if (this.#take("(")) return this.#group();
    if (this.#take("^")) return { kind: "assert", what: this.#flags.m ? "line-begin" : "begin" };
    if (this.#take("$")) return { kind: "assert", what: this.#flags.m ? "line-end" : "end" };
    if (this.#take(".")) {
      return { kind: "char", test: this.#flags.s ? () => true : (code) => code !== 10 };
    }
    if (this.#sees("[")) {
      const { test, end } = bracketTest(this.#pattern, this.#at, this.#flags.i);
      this.#at = end;
      return { kind: "char", test };
    }
    if (this.#sees("\\")) return this.#escape();
    const code = this.#pattern.codePointAt(this.#at) as number;
    this.#at += code > 0xffff ? 2 : 1;
    return this.#char(code);
  }

  #escape(): Node {
    const letter = this.#pattern[this.#at + 1] ?? "";
    const what = Object.hasOwn(ASSERTIONS, letter) ? ASSERTIONS[letter] : undefined;
    const perl = perlTest(letter, this.#flags.i);
    if (what !== undefined || perl !== undefined) {
      this.#at += 2;
      return what !== undefined ? { kind: "assert", what } : { kind: "char", test: perl as never };
    }
    const property = /^\\[pP](?:\{[^}]*\}|[^{])/u.exec(this.#pattern.slice(this.#at, this.#at + 64))?.[0];
    if (property !== undefined) {
      this.#at += property.length;
      return { kind: "char", test: unicodeTest(property, this.#flags.i) };
    }
    const { code, end } = escapedCode(this.#pattern, this.#at);
    this.#at = end;
    return this.#char(code);
  }

  #group(): Node | undefined {
    const before = this.#flags;
    let index: number | undefined;
    if (!this.#sees("?")) index = ++this.groups;
    else {
      const rest = this.#pattern.slice(this.#at - 1);
      const name = /^\(\?P?<([^>]*)>/.exec(rest);
      const flags = /^\(\?([imsU]*)(?:-([imsU]+))?([:)])/.exec(rest);
      if (name !== null) {
        if (!/^\w+$/.test(name[1] ?? "")) throw new RegExpError("invalid named capture", name[0]);
        index = ++this.groups;
        this.#at += name[0].length - 1;
      } else if (/^\(\?P?</.test(rest)) {
        throw new RegExpError("invalid named capture", rest);
      } else if (flags === null || flags[0] === "(?)") {
        const part = /^\(\?[imsU-]*.?/u.exec(rest)?.[0] ?? rest;
        throw new RegExpError("invalid or unsupported Perl syntax", part);
      } else {
        const [all, on = "", off = "", end] = flags;
        this.#at += all.length - 1;
        const set = (flag: keyof Flags) => (before[flag] || on.includes(flag)) && !off.includes(flag);
        this.#flags = { i: set("i"), m: set("m"), s: set("s"), U: set("U") };
        if (end === ")") return undefined;
      }
    }
    const node = this.alternatives();
    if (!this.#take(")")) throw new RegExpError("missing closing )", this.#pattern);
    this.#flags = before;
    return index === undefined ? node : { kind: "group", node, index };
  }

  #repeated(atom: Node): Node {
    const operator = /([*+?]|\{(\d+)(,(\d*))?\})(\??)/y;
    operator.lastIndex = this.#at;
    const found = operator.exec(this.#pattern);
    if (found === null) return atom;
    const [all, mark = "", least = "", comma, most = "", lazy] = found;
    this.#at += all.length;
    let min = mark === "+" ? 1 : 0;
    let max = mark === "?" ? 1 : Number.POSITIVE_INFINITY;
    if (mark.startsWith("{")) {
      min = Number(least);
      max = comma === undefined ? min : most === "" ? Number.POSITIVE_INFINITY : Number(most);
      const tooMany = min > REPEAT_LIMIT || (Number.isFinite(max) && max > REPEAT_LIMIT);
      if (tooMany || max < min) throw new RegExpError("invalid repeat count", mark);
    }
    operator.lastIndex = this.#at;
    const again = operator.exec(this.#pattern)?.[1];
    if (again !== undefined) throw new RegExpError("invalid nested repetition operator", all + again);
    return { kind: "repeat", node: atom, min, max, greedy: (lazy === "") !== this.#flags.U };
  }

  #char(code: number): Node {
    return { kind: "char", test: charTest(code, this.#flags.i) };
  }

  #sees(text: string): boolean {
    return this.#pattern.startsWith(text, this.#at);
  }

  #take(text: string): boolean {
    if (!this.#sees(text)) return false;
    this.#at += text.length;
    return true;
  }
}
