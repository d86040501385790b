// Owns the lines of a text: where they begin and end, and which of them are comments.

/** The offset of the first character of the line. */
export function lineStart(text: string, at: number): number {
  return at <= 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
}

/** The offset behind the last character of the line, before its line break. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  if (end < 0) return text.length;
  return end > at && text.charCodeAt(end - 1) === 0x0d ? end - 1 : end;
}

/** The offset of the next line, or -1 on the last. */
export function nextLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? -1 : end + 1;
}

/** The line's number, from 1. */
export function lineNumber(text: string, at: number): number {
  let line = 1;
  for (let end = text.indexOf("\n"); end >= 0 && end < at; end = text.indexOf("\n", end + 1)) line++;
  return line;
}

/** The column, from 0. */
export function column(text: string, at: number): number {
  return at - lineStart(text, at);
}

/** The text's own line break. */
export function lineBreak(text: string): string {
  const first = text.indexOf("\n");
  return first > 0 && text.charCodeAt(first - 1) === 0x0d ? "\r\n" : "\n";
}

/** The offset behind spaces and tabs. */
export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09) at++;
  return at;
}

/** The offset of the first of the spaces, tabs and line breaks before `from`. */
export function trimBack(text: string, from: number, floor: number): number {
  let at = Math.min(from, text.length);
  while (at > floor && text.charCodeAt(at - 1) <= 0x20) at--;
  return at;
}

/** What a line holds: nothing, a comment (and its column), or something else. */
export function lineKind(text: string, start: number): { blank: boolean; comment: number } {
  const at = skipBlanks(text, start);
  const char = text.charCodeAt(at);
  if (char === 0x23) return { blank: false, comment: at - start };
  return { blank: Number.isNaN(char) || char === 0x0a || char === 0x0d, comment: -1 };
}

/** The end of the last line that still belongs to what ends at `end`: comments that follow at `column` or deeper. */
export function tailEnd(text: string, end: number, minColumn: number): number {
  let tail = lineEnd(text, end);
  for (let line = nextLine(text, tail); line >= 0 && line < text.length; line = nextLine(text, line)) {
    const { blank, comment } = lineKind(text, line);
    if (blank) continue;
    if (comment < minColumn) break;
    tail = lineEnd(text, line);
  }
  return tail;
}

/**
 * The end of the blank lines behind the line of `at` that a block scalar there would take for its own: all of them for
 * `|+`, for others those that hold spaces. The line's own end where there are none.
 */
export function takenEnd(text: string, at: number, keep: boolean): number {
  const begin = lineEnd(text, at);
  let end = begin;
  for (let line = nextLine(text, end); line >= 0 && line < text.length; line = nextLine(text, line)) {
    if (!lineKind(text, line).blank) break;
    end = lineEnd(text, line);
  }
  return keep || /[ \t]/.test(text.slice(begin, end)) ? end : begin;
}

/** Where the comments directly above a line begin: those in its column, not before `floor`. `start` is on that line. */
export function leadStart(text: string, start: number, floor: number): number {
  let line = lineStart(text, start);
  const indent = start - line;
  while (line > floor) {
    const above = lineStart(text, line - 1);
    if (above < floor || lineKind(text, above).comment !== indent) break;
    line = above;
  }
  return line;
}

/** Whether nothing but spaces stands before `at` on its line. */
export function ownLine(text: string, at: number): boolean {
  for (let i = at - 1; i >= 0 && text.charCodeAt(i) !== 0x0a; i--) {
    if (text.charCodeAt(i) !== 0x20) return false;
  }
  return true;
}

/** The offset of the next token: behind white space, line breaks and comments. */
export function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const char = text.charCodeAt(at);
    if (char === 0x20 || char === 0x0a || char === 0x0d || char === 0x09) at++;
    else if (char === 0x23) {
      const line = text.indexOf("\n", at);
      at = line < 0 ? text.length : line;
    } else return at;
  }
}
