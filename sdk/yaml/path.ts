// Owns naming the place of a syntax error as a path, from the indentation of the lines above it.
import { lineStart, skipBlanks } from "./lines.ts";

/** No YAML is read deeper; lines that look deeper are text in a block scalar. */
const deepest = 100;

/** The path of the key or entry on the line of an offset, as far as block style shows it: `items[2].metadata.name`. */
export function pathAt(text: string, position: number): string {
  const parts: string[] = []; // innermost first
  let limit = Number.POSITIVE_INFINITY;
  let dashes = -1;
  let index = 0;
  const flush = (): void => {
    if (dashes >= 0) parts.push(`[${index}]`);
    dashes = -1;
    index = 0;
  };
  for (let line = lineStart(text, Math.min(position, text.length)); ; line = lineStart(text, line - 1)) {
    let at = skipBlanks(text, line);
    const marks: { column: number; key?: string }[] = [];
    while (text[at] === "-" && /\s/.test(text[at + 1] ?? " ")) {
      marks.push({ column: at - line });
      at = skipBlanks(text, at + 1);
    }
    const key = /^(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\n]|'')*)'|([^\s#"'&*!|>{[][^\n]*?))\s*:(?=\s|$)/.exec(
      text.slice(at, at + 1024),
    );
    if (key !== null) marks.push({ column: at - line, key: key[1] ?? key[2] ?? key[3] ?? "" });
    for (const mark of marks.reverse()) {
      if (mark.key === undefined) {
        if (dashes === mark.column) index++;
        else if (mark.column < limit) {
          flush();
          dashes = mark.column;
          limit = mark.column;
        }
      } else if (mark.column < limit || (mark.column === limit && dashes === limit)) {
        flush();
        parts.push(mark.key);
        limit = mark.column;
      }
    }
    if (line === 0 || (limit === 0 && dashes < 0)) break;
  }
  flush();
  return parts.reverse().slice(0, deepest).join(".").replaceAll(".[", "[");
}
