// Owns the pattern that setters make of a value: `nginx:${tag}` of `nginx:1.7`.

/**
 * Gives a function that puts the setters' names into a value in place of their values; undefined where it holds none. From the left,
 * and where several could stand, the first of `names`. Any number of values of any length: a regular expression has its bounds.
 * Source: `getLineComment` in createsetters/create_setters.go of the public function, v0.1.0, which uses
 * https://pkg.go.dev/strings#Replacer.
 *
 * @param names setters' names by their values, none of which is empty
 */
export function patterns(names: ReadonlyMap<string, string>): (value: string) => string | undefined {
  const setters = Array.from(names, ([text, name]) => ({ text, name }));
  return (value) => {
    if (!setters.some(({ text }) => value.includes(text))) return undefined; // as most do not
    const found = setters.map(({ text, name }) => ({ text, name, at: value.indexOf(text) }));
    let [pattern, end] = ["", 0];
    for (;;) {
      let first: (typeof found)[number] | undefined;
      for (const one of found) {
        if (one.at >= 0 && one.at < end) one.at = value.indexOf(one.text, end);
        if (one.at >= 0 && (first === undefined || one.at < first.at)) first = one;
      }
      if (first === undefined) break;
      pattern += `${value.slice(end, first.at)}\${${first.name}}`;
      end = first.at + first.text.length;
    }
    pattern += value.slice(end);
    return pattern === value ? undefined : pattern;
  };
}
