// Owns the patterns of `by-file-path`: `**/a.yaml`, `dir/*.yaml`, `[a-c].yaml`, `{a,b}.yaml`.
import { goRegExp } from "../../sdk/index.ts";

/** A place in a pattern, and the expression for what was read. */
interface Cursor {
  at: number;
  expression: string;
  /** Whether a path segment begins here, where `**` has its meaning. */
  fresh: boolean;
}

/**
 * A test of file paths with `/`; undefined for a pattern that is not valid.
 * Source: README of the public function, and https://pkg.go.dev/github.com/bmatcuk/doublestar/v4#Match, which it uses.
 */
export function filePattern(pattern: string): ((file: string) => boolean) | undefined {
  const cursor: Cursor = { at: 0, expression: "", fresh: true };
  if (!read(pattern, cursor, false) || cursor.at < pattern.length) return undefined;
  const compiled = goRegExp(`(?s)${cursor.expression}`);
  return (file) => compiled.match(file) !== undefined;
}

/** Reads up to the end, or inside braces up to `,` or `}`; false where the pattern is not valid. */
function read(pattern: string, cursor: Cursor, inBraces: boolean): boolean {
  while (cursor.at < pattern.length) {
    const rest = pattern.slice(cursor.at);
    if (inBraces && /^[,}]/.test(rest)) return true;
    if (rest.startsWith("{")) {
      if (!readBraces(pattern, cursor)) return false;
      continue;
    }
    const part = rest.startsWith("[") ? readClass(rest) : readPart(rest, cursor.fresh);
    if (part === undefined) return false;
    cursor.at += part.length;
    cursor.expression += part.expression;
    cursor.fresh = /(^|[^\\])\/$/.test(part.text);
  }
  return !inBraces;
}

interface Part {
  readonly text: string;
  readonly length: number;
  readonly expression: string;
}

const part = (text: string, expression: string): Part => ({ text, length: text.length, expression });

function readPart(rest: string, fresh: boolean): Part | undefined {
  if (rest === "/**") return part(rest, "(?:/.*)?");
  if (fresh && rest === "**") return part(rest, ".*");
  if (fresh && rest.startsWith("**/")) return part("**/", "(?:.*/)?");
  const [stars] = /^\*+/.exec(rest) ?? [];
  if (stars !== undefined) return part(stars, "[^/]*");
  if (rest.startsWith("?")) return part("?", "[^/]");
  if (rest === "\\") return undefined;
  const text = String.fromCodePoint(rest.codePointAt(rest.startsWith("\\") ? 1 : 0) ?? 0);
  return part(rest.startsWith("\\") ? `\\${text}` : text, literal(text));
}

/** `[abc]`, `[a-z]`, `[^class]`, `[!class]`; never the separator. */
function readClass(rest: string): Part | undefined {
  const [text, negation, content = ""] =
    /^\[([!^](?=[^\]])|(?![!^]))((?:\\[\s\S]|[^\]\\])+)\]/.exec(rest) ?? [];
  if (text === undefined) return undefined;
  const parts = Array.from(content.matchAll(/(\\?[\s\S])(?:-(\\?[\s\S]))?/gu), ([, low = "", high = low]) => {
    const [from, to] = [low, high].map((one) => one.replace(/^\\(?=[\s\S])/u, "")) as [string, string];
    return from > to || (from === "/" && to === "/") ? "" : `${literal(from)}-${literal(to)}`;
  });
  if (negation !== "") return part(text, `[^/${parts.join("")}]`);
  return part(text, parts.join("") === "" ? "[^\\x00-\\x{10FFFF}]" : `[${parts.join("")}]`);
}

function readBraces(pattern: string, cursor: Cursor): boolean {
  const { fresh, expression } = cursor;
  const alternatives: string[] = [];
  do {
    cursor.at++;
    cursor.expression = "";
    cursor.fresh = fresh;
    if (!read(pattern, cursor, true)) return false;
    alternatives.push(cursor.expression);
  } while (pattern[cursor.at] === ",");
  cursor.at++;
  cursor.expression = `${expression}(?:${alternatives.join("|")})`;
  cursor.fresh = false;
  return true;
}

function literal(text: string): string {
  return `\\x{${(text.codePointAt(0) ?? 0).toString(16)}}`;
}
