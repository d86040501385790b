// Owns finding the fields of a resource that a path stands for, and making those that are not there.
import { goRegExp, isMap, type Path, RegExpError } from "../../sdk/index.ts";
import { ReplacementError } from "./error.ts";
import { indexOf, isEntry, splitEntry, wrongKind } from "./field-path.ts";

/** A field: where it is, and what it is in. `holder[key]` is undefined where it is yet to be made. */
export interface Place {
  readonly holder: Record<string | number, unknown>;
  readonly key: string | number;
  readonly path: Path;
}

/** A parsed path, and how fields are found with it. */
export interface Search {
  readonly parts: readonly string[];
  readonly create: boolean;
  /** A scalar's text. */
  readonly text: (path: Path, value: unknown) => string | undefined;
}

/**
 * Every field that the rest of a path, from `depth` on, stands for. `[name=x]` looks for entries whose text the expression `x` matches
 * anywhere, `*` stands for every entry.
 * Source: `PathMatcher` in kyaml/yaml/match.go of kustomize.
 * @throws {ReplacementError} where there is something else than the path asks for.
 */
export function findFields(place: Place, depth: number, search: Search): Place[] {
  const part = search.parts[depth];
  if (part === undefined) return [place];
  const index = indexOf(part);
  if (index !== undefined && index >= 0) return atIndex(place, depth, search, index);
  if (isEntry(part)) return atEntries(place, depth, search, part);
  if (part === "*") {
    return listAt(place).flatMap((_, i) => findFields(inside(place, i), depth + 1, search));
  }
  return atKey(place, depth, search, part);
}

function atKey(place: Place, depth: number, search: Search, key: string): Place[] {
  let map = valueAt(place) ?? undefined;
  if (map === undefined) {
    if (!search.create) return [];
    map = {};
    place.holder[place.key] = map;
  }
  if (!isMap(map)) throw wrongKind("MappingNode", map);
  if (!Object.hasOwn(map, key) && !search.create) return [];
  return findFields(inside(place, key), depth + 1, search);
}

function atIndex(place: Place, depth: number, search: Search, index: number): Place[] {
  const list = search.create ? madeList(place) : listAt(place);
  if (index > list.length || (index === list.length && !search.create)) {
    throw new ReplacementError(`index ${index} specified but only ${list.length} elements found`);
  }
  return findFields(inside(place, index), depth + 1, search);
}

/** An entry that is only its value is a field itself, whatever the path goes on with. */
function atEntries(place: Place, depth: number, search: Search, part: string): Place[] {
  const [key, expression] = splitEntry(part);
  const matches = matcher(expression);
  const list = search.create ? madeList(place) : listAt(place);
  const found = list.flatMap((item, i) => {
    const at = inside(place, i);
    const value = key === "" ? item : isMap(item) && Object.hasOwn(item, key) ? item[key] : undefined;
    const text =
      value === undefined ? undefined : search.text(key === "" ? at.path : [...at.path, key], value);
    if (text === undefined || !matches(text.trim())) return [];
    return key === "" ? [at] : findFields(at, depth + 1, search);
  });
  if (found.length > 0 || !search.create) return found;
  list.push(key === "" ? expression : { [key]: expression });
  const made = inside(place, list.length - 1);
  return key === "" ? [made] : findFields(made, depth + 1, search);
}

function matcher(expression: string): (text: string) => boolean {
  if (/^[\w /:-]*$/.test(expression)) return (text) => text.includes(expression);
  try {
    const pattern = goRegExp(expression);
    return (text) => pattern.isIn(text);
  } catch (error) {
    if (error instanceof RegExpError) throw new ReplacementError(error.message);
    throw error;
  }
}

function inside(place: Place, key: string | number): Place {
  return { holder: valueAt(place) as Record<string | number, unknown>, key, path: [...place.path, key] };
}

function valueAt({ holder, key }: Place): unknown {
  return Object.hasOwn(holder, key) ? holder[key] : undefined;
}

function listAt(place: Place): unknown[] {
  const value = valueAt(place) ?? [];
  if (!Array.isArray(value)) throw wrongKind("SequenceNode", value);
  return value;
}

function madeList(place: Place): unknown[] {
  const list = listAt(place);
  place.holder[place.key] = list;
  return list;
}
