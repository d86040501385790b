// Owns the patterns of `by-path`: `a.b`, `a.*.c`, `a.**.c`, `a.b[1]`, `a.b[*]`.

/**
 * A test of dotted paths. `*` stands for one element, `**` for any number, also none; `[*]` for any index. Keys that hold
 * dots count as several elements, since they look like that in the pattern too.
 * Source: README and searchreplace/pathparser.go of the public function, v0.2.0.
 */
export function pathPattern(pattern: string): (path: string) => boolean {
  const elements = pattern.split(".");
  const known = new Map<string, boolean>();
  return (path) => {
    let matches = known.get(path);
    if (matches === undefined) {
      matches = matchElements(path.split("."), elements);
      known.set(path, matches);
    }
    return matches;
  };
}

/** Whether a path is nothing but keys, so that a value can be put there even where the field is missing. */
export function isPlainPath(path: string): boolean {
  return path.split(".").every((element) => element !== "" && !/[*[]/.test(element));
}

/** Keeps, for each element of the path, which beginnings of the pattern match so far. */
function matchElements(path: readonly string[], pattern: readonly string[]): boolean {
  let reached = [true];
  for (const [index, part] of pattern.entries())
    reached[index + 1] = part === "**" && reached[index] === true;
  for (const element of path) {
    const next = [false];
    for (const [index, part] of pattern.entries()) {
      if (part === "**") next[index + 1] = next[index] === true || reached[index + 1] === true;
      else next[index + 1] = reached[index] === true && matchElement(element, part);
    }
    reached = next;
  }
  return reached[pattern.length] === true;
}

/** Of an element with several indexes, `a[0][1]`, only the first is looked at, as by the public function. */
function matchElement(element: string, pattern: string): boolean {
  if (pattern === "*" || element === pattern) return true;
  if (!element.includes("[")) return false;
  const [key, index] = element.split("[");
  const [wantedKey, wantedIndex] = pattern.split("[");
  if (wantedKey !== "*" && key !== wantedKey) return false;
  return wantedIndex !== undefined && (wantedIndex === "*]" || wantedIndex === index);
}
