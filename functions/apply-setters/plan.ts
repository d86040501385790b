// Owns which fields of a resource the given setters address, and in which order they are set.
import {
  isAddressed,
  type LineComment,
  type Path,
  type Setters,
  setterPattern,
  valueAt,
} from "../../sdk/index.ts";

/** A field to set. */
export interface Target {
  readonly path: Path;
  readonly pattern: string;
  /** The field's line comment. */
  readonly comment: string;
  /** The field's value as data. */
  readonly value: unknown;
  /** Whether the field holds a list, which is set as a whole. */
  readonly isList: boolean;
}

/**
 * The addressed fields, in the order of the public function, which that of its results follows: the lists among a map's
 * fields come before everything that is inside the map. Only scalars, and lists under a key, have setters; nothing
 * inside a list that is set as a whole is a target itself.
 * Source: walk.go and `visitMapping` of the public function.
 *
 * @param comments in the order of the text, so that those inside a list follow its own
 */
export function targetsIn(object: object, comments: readonly LineComment[], setters: Setters): Target[] {
  const targets: Target[] = [];
  let whole: Path | undefined;
  for (const { path, text } of comments) {
    const pattern = setterPattern(text);
    if (pattern === undefined || !isAddressed(pattern, setters)) continue;
    if (whole?.every((step, at) => path[at] === step)) continue;
    const value = valueAt(object, path);
    const isList = Array.isArray(value) && typeof path.at(-1) === "string";
    if (isList) whole = path;
    if (isList || typeof value !== "object" || value === null)
      targets.push({ path, pattern, comment: text, value, isList });
  }
  return whole === undefined ? targets : targets.sort(listsFirst);
}

/** Sorting keeps the order of the text for equals. */
function listsFirst(a: Target, b: Target): number {
  let at = 0;
  while (at < a.path.length && a.path[at] === b.path[at]) at++;
  const isDirect = ({ path, isList }: Target): boolean => isList && path.length === at + 1;
  return Number(isDirect(b)) - Number(isDirect(a));
}
