// Owns reading the scalars of usual YAML, and the space between tokens, where js-yaml would stop as well.
import { plainValue, STRING } from "./schema.ts";

/** Thrown at whatever is not usual: js-yaml then reads the text, and tells what is wrong if it is no YAML. */
export class Unusual extends Error {}

const NEWLINE = 0x0a;
const SPACE = 0x20;
const HASH = 0x23;
const COLON = 0x3a;
const DASH = 0x2d;

/** What plain scalars cannot begin with, and what ends them in flow collections. */
const INDICATORS = new Set(Array.from(",[]{}#&*!|>'\"%@`", (char) => char.charCodeAt(0)));
const FLOW = new Set(Array.from(",[]{}", (char) => char.charCodeAt(0)));

/** A text and how far it is read. Its offsets are those that js-yaml gives for the same text. */
export class Scanner {
  readonly text: string;
  at = 0;
  lineStart = 0;
  /** The spaces at the beginning of the line. */
  indent = 0;

  /** The text must end in a line feed. */
  constructor(text: string) {
    this.text = text;
  }

  /** The character at the offset; NaN at the end. */
  get char(): number {
    return this.text.charCodeAt(this.at);
  }

  get isEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Whether a list's entry begins here. */
  get isDash(): boolean {
    const { text, at } = this;
    return text.charCodeAt(at) === DASH && text.charCodeAt(at + 1) <= SPACE;
  }

  unusual(): never {
    throw new Unusual();
  }

  /** Goes on behind spaces, comments and line breaks. Gives whether there was a line break. */
  skip(): boolean {
    const { text } = this;
    let at = this.at;
    let crossed = false;
    for (;;) {
      let char = text.charCodeAt(at);
      while (char === SPACE) char = text.charCodeAt(++at);
      if (char === HASH) {
        at = text.indexOf("\n", at);
        char = NEWLINE;
      }
      if (char !== NEWLINE) {
        if (char === 0x09) this.unusual();
        if (crossed) this.indent = at - this.lineStart;
        this.at = at;
        return crossed;
      }
      crossed = true;
      this.lineStart = ++at;
    }
  }

  /** Goes on to the next line with text that is indented by so much or less; comments may be. */
  skipDeeper(indent: number): void {
    const { text } = this;
    for (;;) {
      this.lineStart = text.indexOf("\n", this.at) + 1;
      this.at = this.lineStart;
      while (this.char === SPACE) this.at++;
      this.indent = this.at - this.lineStart;
      if (this.char !== NEWLINE && this.char !== HASH && this.indent <= indent) return;
    }
  }

  /** Goes on behind the colon of a key that has just ended. */
  colon(): void {
    const { text } = this;
    let at = this.at;
    while (text.charCodeAt(at) === SPACE) at++;
    if (text.charCodeAt(at) !== COLON || !(text.charCodeAt(at + 1) <= SPACE)) this.unusual();
    this.at = at + 1;
  }

  /** A scalar on one line; `least`: the indentation from which on the next line would continue a plain one. */
  scalar(least: number, flow: boolean): unknown {
    const first = this.text.charCodeAt(this.at);
    if (first === 0x22 || first === 0x27) return this.quoted();
    const isLetter = first >= 0x41 && first <= 0x7a && first !== 0x5b && first !== 0x5d && first !== 0x60;
    if (!isLetter) this.#checkFirst(first, flow);
    return this.#plain(least, flow);
  }

  #checkFirst(first: number, flow: boolean): void {
    const { text, at } = this;
    const second = text.charCodeAt(at + 1);
    if (Number.isNaN(first)) this.unusual();
    if (
      INDICATORS.has(first) ||
      ((first === 0x3f || first === DASH) && (second <= SPACE || (flow && FLOW.has(second))))
    )
      this.unusual();
    if (at === this.lineStart && first === second && (first === DASH || first === 0x2e)) this.unusual();
  }

  #plain(least: number, flow: boolean): unknown {
    const { text, at: start } = this;
    let end = start;
    for (let at = start; ; at++) {
      const char = text.charCodeAt(at);
      if (char > COLON && !(flow && FLOW.has(char))) end = at + 1;
      else if (char === SPACE) continue;
      else if (char === NEWLINE) {
        this.#endPlain(at, end, least, flow);
        break;
      } else if (
        (char === COLON &&
          (text.charCodeAt(at + 1) <= SPACE || (flow && FLOW.has(text.charCodeAt(at + 1))))) ||
        (char === HASH && text.charCodeAt(at - 1) === SPACE) ||
        (flow && FLOW.has(char))
      ) {
        this.at = at;
        break;
      } else if (char === 0x09) this.unusual();
      else end = at + 1;
    }
    if (end === start) this.unusual();
    const content = text.slice(start, end);
    if (content === "<<") this.unusual();
    const value = plainValue(content);
    return value === STRING ? content : value;
  }

  /** A plain scalar's line ends: it is over, unless the next one is indented; a comment there ends it late. */
  #endPlain(at: number, end: number, least: number, flow: boolean): void {
    const { text, lineStart, indent } = this;
    this.at = at;
    let line = at;
    let next = at;
    while (text.charCodeAt(next) === NEWLINE) {
      line = ++next;
      while (text.charCodeAt(next) === SPACE) next++;
    }
    const char = text.charCodeAt(next);
    if (char === 0x09) this.unusual();
    this.lineStart = lineStart;
    this.indent = indent;
    this.at = end;
    if (next - line < least) return;
    if (char !== HASH && !(flow && FLOW.has(char))) this.unusual();
    this.at = next;
    this.lineStart = line;
    this.indent = next - line;
  }

  /** A scalar in quotes on one line. */
  quoted(): string {
    const { text } = this;
    const quote = this.char;
    const start = this.at + 1;
    let at = start;
    let special = false;
    for (; ; at++) {
      const char = text.charCodeAt(at);
      if (char === quote) {
        if (quote === 0x22 || text.charCodeAt(at + 1) !== quote) break;
        special = true;
        at++;
      } else if (char === NEWLINE) this.unusual();
      else if (char === 0x5c && quote === 0x22) {
        special = true;
        at++;
      }
    }
    this.at = at + 1;
    const content = text.slice(start, at);
    const value = !special
      ? content
      : quote === 0x27
        ? content.replaceAll("''", "'")
        : this.#unescape(content);
    if (value === "<<") this.unusual();
    return value;
  }

  /** What JSON escapes as YAML does. */
  #unescape(content: string): string {
    if (!/^(?:[^\\\t]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*$/.test(content)) this.unusual();
    return JSON.parse(`"${content}"`) as string;
  }
}
