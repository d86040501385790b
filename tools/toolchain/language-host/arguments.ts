// Splits a line of command arguments into words, as a shell does without its expansions.

/** Words of `line`; quotes group, a backslash takes the next character as it is. */
export function splitArguments(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:\\.|"(?:\\.|[^"\\])*"|'[^']*'|[^\s"'\\])+/gs)) {
    words.push(
      word.replace(/\\(.)|"((?:\\.|[^"\\])*)"|'([^']*)'/gs, (_, escaped, double, single) =>
        escaped !== undefined ? escaped : double !== undefined ? double.replace(/\\(["\\])/g, "$1") : single,
      ),
    );
  }
  return words;
}
