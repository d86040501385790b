// Owns setter patterns: the `kpt-set: ...` of a comment, the setters it names, and the value that they give.

/**
 * What a line comment starts with (behind `# `) that parameterizes its field.
 * Source: "Setter Comment" in the README of the public apply-setters; one space after each mark, as its Go code has it.
 */
export const SETTER_COMMENT = "kpt-set: ";

const SETTER = /\$\{([^}]*)\}/g;

/** Values of setters by name. */
export type Setters = ReadonlyMap<string, string>;

/** What a pattern and its setters give: the field's new value, or the setters (as `${name}`) that have none. */
export type Resolved = { readonly value: string } | { readonly missing: readonly string[] };

/** The pattern in a line comment, such as `nginx:${tag}`; undefined where the comment is no setter comment. */
export function setterPattern(comment: string | undefined): string | undefined {
  if (!comment?.startsWith(SETTER_COMMENT)) return undefined;
  return comment.slice(SETTER_COMMENT.length).trim() || undefined;
}

/** The names in a pattern, in its order, repeated ones repeatedly. */
export function setterNames(pattern: string): readonly string[] {
  return partsOf(pattern).names;
}

/** The one setter of a pattern that is nothing but a setter, as a list needs it: `env` of `${env}`. */
export function soleSetter(pattern: string): string | undefined {
  const { names } = partsOf(pattern);
  return names.length === 1 && pattern === `\${${names[0]}}` ? names[0] : undefined;
}

/** Whether a value is given for at least one setter of a pattern; if not, its field stays as it is. */
export function isAddressed(pattern: string, setters: Setters): boolean {
  return partsOf(pattern).names.some((name) => setters.has(name));
}

/** What a pattern is made of: literals and, between each and the next, a setter. */
interface Parts {
  readonly literals: readonly string[];
  readonly names: readonly string[];
}

/** A package has few patterns, each in many fields. */
const known = new Map<string, Parts>();

function partsOf(pattern: string): Parts {
  let parts = known.get(pattern);
  if (parts === undefined) {
    const split = pattern.split(SETTER);
    parts = {
      literals: split.filter((_, index) => index % 2 === 0),
      names: split.filter((_, index) => index % 2 === 1),
    };
    known.set(pattern, parts);
  }
  return parts;
}

/**
 * The field's new value: given setters are put in; the others keep the part of the current value that stands in their place.
 * Also a `${...}` that comes with a setter's value counts as missing.
 */
export function resolvePattern(pattern: string, current: string, setters: Setters): Resolved {
  const { literals, names } = partsOf(pattern);
  const kept = names.every((name) => setters.has(name)) ? undefined : settersIn(pattern, current);
  let value = literals[0] ?? "";
  names.forEach((name, i) => {
    value += (setters.get(name) ?? kept?.get(name) ?? `\${${name}}`) + literals[i + 1];
  });
  const missing = value.match(SETTER);
  return missing === null ? { value } : { missing };
}

/**
 * The values that the setters of a pattern have in a field: `a-b` under `${x}-${y}` gives x=a, y=b. Each takes as much as
 * it can, from the left; none are given where the value does not fit or one of them would be empty.
 * Source: `currentSetterValues` in functions/go/apply-setters/applysetters/apply_setters.go of
 * https://github.com/kptdev/krm-functions-catalog.
 */
export function settersIn(pattern: string, value: string): Map<string, string> {
  const { literals, names } = partsOf(pattern);
  for (const line of value.split("\n")) {
    const values = between(literals, line);
    if (values === undefined) continue;
    return values.includes("") ? new Map() : new Map(names.map((name, i) => [name, values[i] ?? ""]));
  }
  return new Map();
}

/**
 * What stands between literals that follow each other in a line, each as late as it can be; as the expression `a(.*)b(.*)c`
 * would find it, but in linear time, so that a long value under many setters does not hang.
 */
function between(literals: readonly string[], line: string): string[] | undefined {
  const [first = "", ...rest] = literals;
  const begin = line.indexOf(first);
  if (begin < 0) return undefined;
  const start = begin + first.length;
  const places: number[] = [];
  let end = line.length;
  for (const literal of rest.toReversed()) {
    const last = end - literal.length;
    end = last < start ? -1 : line.lastIndexOf(literal, last);
    if (end < start) return undefined;
    places.unshift(end);
  }
  let from = start;
  return rest.map((literal, index) => {
    const to = places[index] ?? from;
    const value = line.slice(from, to);
    from = to + literal.length;
    return value;
  });
}
