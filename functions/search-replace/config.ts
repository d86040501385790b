// Owns what search-replace is configured with.
import { configMapData, goRegExp, quoted, type ResourceList } from "../../sdk/index.ts";
import { filePattern } from "./file-pattern.ts";
import { pathPattern } from "./path-pattern.ts";

/** The keys of `data`, in the order in which the public function's message has them. */
const KEYS = ["by-value", "by-file-path", "by-value-regex", "by-path", "put-value", "put-comment"] as const;

/** A functionConfig that cannot be used; its message is the function's error. */
export class SearchError extends Error {
  override readonly name = "SearchError";
}

/** What to look for, and what to put there. Empty strings count as not given. */
export interface Search {
  readonly path: string | undefined;
  readonly putValue: string | undefined;
  readonly putComment: string | undefined;
  /** Whether a value is asked for, so that nothing without one can match. */
  readonly hasValue: boolean;
  /** Whether the file of a resource is one of those asked for. */
  matchesFile(file: string): boolean;
  /** Whether a dotted path is one of those asked for; all are, where none is. */
  matchesPath(path: string): boolean;
  /** The groups of an expression (none without one) where the value is one of those asked for, else undefined. */
  matchValue(value: string): readonly string[] | undefined;
}

/**
 * Reads the `data` of a functionConfig of any kind.
 * Source of keys and messages: searchreplace/search_replace.go of the public function, v0.2.0.
 * @throws {SearchError} for an unknown key, an expression or a file pattern that is not valid, two ways to give a value.
 * @throws {RegExpError}
 */
export function readSearch({ functionConfig, source }: ResourceList): Search {
  const data = configMapData(functionConfig ?? {}, source);
  const known = KEYS.map(quoted).join(" ");
  for (const key of Object.keys(data)) {
    if (!KEYS.some((one) => one === key))
      throw new SearchError(`invalid matcher ${quoted(key)}, must be one of [${known}]`);
  }
  const given = (key: (typeof KEYS)[number]) => data[key] || undefined;
  const [value, expression] = [given("by-value"), given("by-value-regex")];
  if (value !== undefined && expression !== undefined)
    throw new SearchError('only one of ["by-value", "by-value-regex"] can be provided');
  const path = given("by-path");
  return {
    path,
    putValue: given("put-value"),
    putComment: given("put-comment"),
    hasValue: value !== undefined || expression !== undefined,
    matchesFile: fileTest(given("by-file-path")),
    matchesPath: path === undefined ? () => true : pathPattern(path),
    matchValue: valueTest(value, expression, path),
  };
}

function fileTest(pattern: string | undefined): (file: string) => boolean {
  if (pattern === undefined) return () => true;
  const test = filePattern(pattern);
  if (test === undefined) throw new SearchError("syntax error in pattern");
  return test;
}

/** Without any matcher of values all values match where a path is asked for, and none where there is no path either. */
function valueTest(value?: string, expression?: string, path?: string): Search["matchValue"] {
  if (value !== undefined) return (text) => (text === value ? [] : undefined);
  if (expression === undefined) return path === undefined ? () => undefined : () => [];
  const compiled = goRegExp(expression);
  return (text) => compiled.match(text);
}
