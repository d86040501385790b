// Owns what search-replace puts into a field.
import { isMap, type KubeObject, type Path, type ResourceList, setComment } from "../../sdk/index.ts";
import { type Search, SearchError } from "./config.ts";
import { written } from "./written.ts";

/**
 * Puts the comment and the value of a search into a matching scalar, in the style in which it is written, so that the
 * type of a plain one follows from its new text. Gives how it stands then, or undefined where nothing could be put: where a comment
 * alone is asked for and none can stand.
 * @throws {SearchError} where a capture group has nothing to stand for.
 */
export function putScalar(
  list: ResourceList,
  object: KubeObject,
  path: Path,
  search: Search,
  groups: readonly string[],
): string | undefined {
  const { putComment, putValue } = search;
  const comment = putComment === undefined ? undefined : resolve(putComment, groups);
  const value = putValue === undefined ? undefined : resolve(putValue, groups);
  const isMarked = comment === undefined || setComment(list, object, path, comment);
  if (!isMarked && value === undefined) return undefined;
  // Before the value changes: a changed item of a list takes time to find.
  const text = written(list, object, path, { value });
  const isSame = value === list.source.scalar(object, path)?.text && value !== "";
  if (value === "") list.source.setScalar(object, path, "", false);
  else if (value !== undefined && !isSame) list.source.setScalar(object, path, value);
  return text;
}

/**
 * Puts the value of a search at its path, which is made where it is missing. Lists on the way are not walked into.
 * Source: `putValueByPath` in searchreplace/search_replace.go of the public function, v0.2.0.
 * @throws {SearchError} where something else than a map is on the way.
 */
export function putAtPath(
  list: ResourceList,
  object: KubeObject,
  keys: readonly string[],
  search: Search,
): void {
  let map: Record<string, unknown> = object;
  for (const [index, key] of keys.slice(0, -1).entries()) {
    const next = Object.hasOwn(map, key) ? (map[key] ?? undefined) : undefined;
    if (next === undefined) map[key] = {};
    else if (!isMap(next)) throw wrongKind(list, object, keys.slice(0, index + 1), next);
    map = map[key] as Record<string, unknown>;
  }
  const last = keys.at(-1) as string;
  const before = Object.hasOwn(map, last) ? map[last] : undefined;
  const isNew = before === undefined || (typeof before === "object" && before !== null);
  if (isNew) map[last] = "";
  const value = search.putValue ?? "";
  if (isNew || list.source.scalar(object, keys)?.text !== value)
    list.source.setScalar(object, keys, value, isNew ? true : undefined);
  if (search.putComment !== undefined) setComment(list, object, keys, search.putComment);
}

function wrongKind(list: ResourceList, object: KubeObject, path: Path, value: unknown): SearchError {
  const found = Array.isArray(value) ? "SequenceNode" : "ScalarNode";
  const text = Array.isArray(value) ? "" : (list.source.scalar(object, path)?.text ?? String(value));
  const shown = text === "" ? "" : `: value: {${text}}`;
  return new SearchError(`wrong Node Kind for ${path.join(".")} expected: MappingNode was ${found}${shown}`);
}

/** Groups are put in one after the other, as by the public function's `resolvePattern`; without any, the text stays. */
function resolve(pattern: string, groups: readonly string[]): string {
  if (groups.length === 0) return pattern;
  let text = pattern;
  for (const [index, group] of groups.entries()) {
    if (index > 0) text = text.replaceAll(`\${${index}}`, () => group);
  }
  if (/\$\{[0-9]+\}/.test(text)) throw new SearchError("unable to resolve capture groups");
  return text;
}
