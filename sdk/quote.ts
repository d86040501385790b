// Owns how a value stands in a message.

const SHORT: Record<string, string> = {
  '"': '\\"',
  "\\": "\\\\",
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/** Text with nothing to escape, as most is; and what is escaped of a text in ASCII. */
const ORDINARY = /^[ !#-[\]-~]*$/;
const OTHERS = /[^ !#-[\]-~]/g;

/** What is escaped of any other text. It is made when one is met, which takes milliseconds. */
const ESCAPABLE = String.raw`["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]`;
let escapable: RegExp | undefined;

/**
 * Text in double quotes as Go's `%q` writes it, since the messages of the public functions are formatted so: printable
 * characters of any script stay, all others are escaped.
 * Source: https://pkg.go.dev/strconv#Quote.
 */
export function quoted(text: string): string {
  if (ORDINARY.test(text)) return `"${text}"`;
  const escaped = text.replace(escapableIn(text), (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (SHORT[character] !== undefined) return SHORT[character];
    if (code < 0x80) return `\\x${hex(code, 2)}`;
    return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
  });
  return `"${escaped}"`;
}

function escapableIn(text: string): RegExp {
  if (!/[\u0080-\uffff]/.test(text)) return OTHERS;
  escapable ??= new RegExp(ESCAPABLE, "gu");
  return escapable;
}

/** A list as Go's `%v` writes it: `[a b]`. */
export function goList(values: Iterable<string>): string {
  return `[${[...values].join(" ")}]`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
