// Owns the pattern that setters make of a value: `nginx:${tag}` of `nginx:1.7`.

/**
 * Gives a function that puts the setters' names into a value in place of their values; undefined where it holds none. From the left,
 * and where several could stand, the first of `names`.
 * Source: `getLineComment` in createsetters/create_setters.go of the public function, v0.1.0, which uses
 * https://pkg.go.dev/strings#Replacer.
 */
export function patterns(names: ReadonlyMap<string, string>): (value: string) => string | undefined {
  if (names.size === 0) return () => undefined;
  const values = Array.from(names.keys(), (value) => value.replace(/[\^$\\.*+?()[\]{}|/]/g, "\\$&"));
  const any = new RegExp(values.join("|"), "u");
  const each = new RegExp(any, "gu");
  return (value) => {
    if (!any.test(value)) return undefined; // most values: looking costs less than replacing nothing
    const pattern = value.replace(each, (found) => `\${${names.get(found)}}`);
    return pattern === value ? undefined : pattern;
  };
}
