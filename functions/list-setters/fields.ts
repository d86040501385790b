// Owns which fields of a resource have setters, in the order in which their values count.
import { type LineComment, type Path, type ResourceList, setterPattern, valueAt } from "../../sdk/index.ts";

/** A field with a setter's comment. */
export interface SetterField {
  readonly path: Path;
  readonly pattern: string;
  readonly value: unknown;
}

/**
 * The scalars and the lists under a key that have a setter's comment. Scalars in the order of the text; among lists, those of a map
 * come before all that is further inside of it.
 * Source: walk.go and `visitMapping` of the public function, v0.1.0.
 */
export function setterFields(
  list: ResourceList,
  object: object,
): { scalars: SetterField[]; lists: SetterField[] } {
  const scalars: SetterField[] = [];
  const lists: SetterField[] = [];
  for (const { path, text } of list.comments.list(object) as readonly LineComment[]) {
    const pattern = setterPattern(text);
    if (pattern === undefined) continue;
    const value = valueAt(object, path);
    if (typeof value !== "object" || value === null) scalars.push({ path, pattern, value });
    else if (Array.isArray(value) && typeof path.at(-1) === "string") lists.push({ path, pattern, value });
  }
  return { scalars, lists: lists.sort((a, b) => outerFirst(a.path, b.path)) };
}

/** Sorting keeps the order of the text for equals. */
function outerFirst(a: Path, b: Path): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [direct, other] = [a, b].map((path) => path.length === at + 1);
  return Number(other) - Number(direct);
}
