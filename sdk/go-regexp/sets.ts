// Owns the sets of characters of Go regular expressions.
import { type CharTest, RegExpError } from "./nodes.ts";

/** What `\d`, `\s` and `\w` stand for: ASCII only. Source: "Perl character classes" of https://pkg.go.dev/regexp/syntax. */
const PERL: Record<string, string> = { d: "0-9", s: "\\t\\n\\f\\r ", w: "0-9A-Za-z_" };

/** `[:name:]` inside brackets. Source: "ASCII character classes", ibidem. */
const POSIX: Record<string, string> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  ascii: "\\x00-\\x7f",
  blank: "\\t ",
  cntrl: "\\x00-\\x1f\\x7f",
  digit: "0-9",
  graph: "!-~",
  lower: "a-z",
  print: " -~",
  punct: "!-\\/:-@\\[-`{-~",
  space: "\\t\\n\\v\\f\\r ",
  upper: "A-Z",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
};

/** A test of the characters of JavaScript class parts (what stands in brackets); `fold`: in either case. */
export function classTest(parts: string, fold: boolean): CharTest {
  const pattern = new RegExp(`[${parts}]`, fold ? "iu" : "u");
  const known = new Map<number, boolean>();
  return (code) => {
    let holds = known.get(code);
    if (holds === undefined) {
      holds = pattern.test(String.fromCodePoint(code));
      known.set(code, holds);
    }
    return holds;
  };
}

/** A test of one character. */
export function charTest(code: number, fold: boolean): CharTest {
  return fold ? classTest(escaped(code), true) : (other) => other === code;
}

/** A code point inside a JavaScript class. */
export function escaped(code: number): string {
  return `\\u{${code.toString(16)}}`;
}

/** All characters that a test does not hold for. */
export function none(test: CharTest): CharTest {
  return (code) => !test(code);
}

/** `\d` and the like: a test; undefined for another letter. */
export function perlTest(letter: string, fold: boolean): CharTest | undefined {
  const parts = PERL[letter.toLowerCase()];
  if (parts === undefined) return undefined;
  const test = classTest(parts, fold);
  return letter === letter.toLowerCase() ? test : none(test);
}

/** `[:alpha:]` or `[:^alpha:]`, which is `text`. */
export function posixTest(text: string, fold: boolean): CharTest {
  const name = text.replace(/^\[:\^?/, "").replace(/:\]$/, "");
  const parts = Object.hasOwn(POSIX, name) ? POSIX[name] : undefined;
  if (parts === undefined) throw new RegExpError("invalid character class range", text);
  const test = classTest(parts, fold);
  return text.startsWith("[:^") ? none(test) : test;
}

/** `\pL`, `\p{Greek}`, `\P{^Lu}`: general categories and scripts. */
export function unicodeTest(text: string, fold: boolean): CharTest {
  const [, letter = "", braced, single] = /^\\([pP])(?:\{([^}]*)\}|(.))$/u.exec(text) ?? [];
  const given = braced ?? single ?? "";
  const name = given.replace(/^\^/, "");
  const isNegated = (letter === "P") !== given.startsWith("^");
  const test = name === "Any" ? () => true : propertyTest(text, name, fold);
  return isNegated ? none(test) : test;
}

function propertyTest(text: string, name: string, fold: boolean): CharTest {
  for (const property of [`General_Category=${name}`, `Script=${name}`]) {
    try {
      if (/^\w+$/.test(name)) return classTest(`\\p{${property}}`, fold);
    } catch {
      // not that kind of property
    }
  }
  throw new RegExpError("invalid character class range", text);
}
