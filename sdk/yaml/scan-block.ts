// Owns reading block scalars (`|`, `>`) of usual YAML, as js-yaml does.
import type { Scanner } from "./scan.ts";

const NEWLINE = 0x0a;
const SPACE = 0x20;

/**
 * The text of a block scalar whose mark stands at the offset; `least`: the indentation that its lines have at least. The scanner
 * then is at the first token behind it.
 */
export function blockScalar(scan: Scanner, least: number): string {
  const { text } = scan;
  const header = text.indexOf("\n", scan.at);
  const [, mark, chomp = ""] =
    /^([|>])([-+]?)(?: *| +#.*)$/.exec(text.slice(scan.at, header)) ?? scan.unusual();
  const lines = new Lines(mark === ">");
  let [indent, detected, line] = [least, false, header + 1];
  for (;;) {
    let at = line;
    while ((!detected || at - line < indent) && text.charCodeAt(at) === SPACE) at++;
    if (!detected && at - line > indent) indent = at - line;
    const char = text.charCodeAt(at);
    if (char === NEWLINE) {
      lines.empty++;
      line = at + 1;
    } else if (at - line < indent) {
      scan.at = at;
      scan.lineStart = line;
      scan.indent = at - line;
      return lines.end(chomp);
    } else {
      const end = text.indexOf("\n", at);
      lines.add(text.slice(at, end), char === SPACE || char === 0x09);
      detected = true;
      line = end + 1;
    }
  }
}

/** The lines of a block scalar so far. Source: https://yaml.org/spec/1.2.2/#81-block-scalar-styles */
class Lines {
  /** Empty lines since the last one with text. */
  empty = 0;
  readonly #folded: boolean;
  #text = "";
  #any = false;
  #deeper = false;

  constructor(folded: boolean) {
    this.#folded = folded;
  }

  /** A line; `deeper`: it begins with white space, so that it is not folded. */
  add(line: string, deeper: boolean): void {
    const breaks = this.#any ? this.empty + 1 : this.empty;
    if (!this.#folded || deeper) this.#text += "\n".repeat(breaks);
    else if (this.#deeper) this.#text += "\n".repeat(this.empty + 1);
    else if (this.empty > 0) this.#text += "\n".repeat(this.empty);
    else if (this.#any) this.#text += " ";
    this.#deeper = deeper && this.#folded;
    this.#text += line;
    this.#any = true;
    this.empty = 0;
  }

  end(chomp: string): string {
    if (chomp === "+") return this.#text + "\n".repeat(this.#any ? this.empty + 1 : this.empty);
    return chomp === "" && this.#any ? `${this.#text}\n` : this.#text;
  }
}
