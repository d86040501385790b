// Owns reading the brackets and escaped characters of Go regular expressions.
import { type CharTest, RegExpError } from "./nodes.ts";
import { classTest, escaped, none, perlTest, posixTest, unicodeTest } from "./sets.ts";

const CONTROL: Record<string, number> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };

/** A code point, and the offset behind it. */
interface Read {
  readonly code: number;
  readonly end: number;
}

/**
 * Reads `[...]` at an offset.
 * @throws {RegExpError}
 */
export function bracketTest(pattern: string, at: number, fold: boolean): { test: CharTest; end: number } {
  let end = at + 1;
  const isNegated = pattern[end] === "^";
  if (isNegated) end++;
  const tests: CharTest[] = [];
  let parts = "";
  for (let first = true; first || pattern[end] !== "]"; first = false) {
    if (end >= pattern.length) throw new RegExpError("missing closing ]", pattern.slice(at));
    const rest = pattern.slice(end, end + 64);
    const posix = /^\[:[^:\]]*:\]/.exec(rest)?.[0];
    const property = /^\\[pP](?:\{[^}]*\}|[^{])/u.exec(rest)?.[0];
    const perl = rest.startsWith("\\") ? perlTest(rest[1] ?? "", fold) : undefined;
    if (posix !== undefined) {
      tests.push(posixTest(posix, fold));
      end += posix.length;
    } else if (property !== undefined) {
      tests.push(unicodeTest(property, fold));
      end += property.length;
    } else if (perl !== undefined) {
      tests.push(perl);
      end += 2;
    } else {
      const low = classCode(pattern, end, at);
      let high = low;
      if (pattern[low.end] === "-" && low.end + 1 < pattern.length && pattern[low.end + 1] !== "]") {
        high = classCode(pattern, low.end + 1, at);
        if (high.code < low.code) {
          throw new RegExpError("invalid character class range", pattern.slice(end, high.end));
        }
      }
      parts += `${escaped(low.code)}-${escaped(high.code)}`;
      end = high.end;
    }
  }
  if (parts !== "") tests.push(classTest(parts, fold));
  const test: CharTest = (code) => tests.some((one) => one(code));
  return { test: isNegated ? none(test) : test, end: end + 1 };
}

function classCode(pattern: string, at: number, start: number): Read {
  if (at >= pattern.length) throw new RegExpError("missing closing ]", pattern.slice(start));
  if (pattern[at] === "\\") return escapedCode(pattern, at);
  const code = pattern.codePointAt(at) as number;
  return { code, end: at + (code > 0xffff ? 2 : 1) };
}

/**
 * Reads a character that is written with a backslash.
 * @throws {RegExpError}
 */
export function escapedCode(pattern: string, at: number): Read {
  if (at + 1 >= pattern.length) throw new RegExpError("trailing backslash at end of expression", "");
  const code = pattern.codePointAt(at + 1) as number;
  const char = String.fromCodePoint(code);
  const end = at + 1 + char.length;
  const rest = pattern.slice(at, at + 16);
  const octal = /^\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest);
  if (octal !== null) return { code: Number.parseInt(octal[1] as string, 8), end: at + octal[0].length };
  const hex = /^\\x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/.exec(rest);
  const value = Number.parseInt(hex?.[1] ?? hex?.[2] ?? "", 16);
  if (hex !== null && value <= 0x10ffff) return { code: value, end: at + hex[0].length };
  if (Object.hasOwn(CONTROL, char)) return { code: CONTROL[char] as number, end };
  if (code < 0x80 && !/[0-9A-Za-z]/.test(char)) return { code, end };
  throw new RegExpError("invalid escape sequence", `\\${char}`);
}
