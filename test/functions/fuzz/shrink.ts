// Owns making an input that fails small, so that it can be read.

/** Removes lines, many and then few at a time, as long as it still fails; at most for so many milliseconds. */
export function shrunk(input: string, fails: (text: string) => boolean, milliseconds = 10_000): string {
  const stop = Date.now() + milliseconds;
  let lines = input.split("\n");
  for (let size = lines.length >> 1; size > 0; size = size === 1 ? 0 : size >> 1) {
    for (let at = 0; at < lines.length && Date.now() < stop; ) {
      const fewer = [...lines.slice(0, at), ...lines.slice(at + size)];
      if (fails(fewer.join("\n"))) lines = fewer;
      else at += size;
    }
  }
  return lines.join("\n");
}
