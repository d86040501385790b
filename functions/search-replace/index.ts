// Owns search-replace: searches for field values, and optionally replaces them or comments on them.
import {
  dottedPath,
  fieldResult,
  type KubeObject,
  openFlow,
  quoted,
  RegExpError,
  type ResourceList,
  type Result,
  resourceFile,
  setComment,
  walkFields,
} from "../../sdk/index.ts";
import { readSearch, type Search, SearchError } from "./config.ts";
import { isPlainPath } from "./path-pattern.ts";
import { putAtPath, putScalar } from "./put.ts";
import { written } from "./written.ts";

/**
 * Finds the fields that a search asks for, puts a value or a comment there if it says so, and tells each.
 * Source of rules and messages: the README, main.go and searchreplace/ of the public function, v0.2.0
 * (https://github.com/kptdev/krm-functions-catalog/tree/main/functions/go/search-replace).
 */
export default function searchReplace(list: ResourceList): void {
  try {
    const search = readSearch(list);
    const objects = list.items.filter((object) => search.matchesFile(resourceFile(object)?.path ?? ""));
    const results = objects.flatMap((object) => searchIn(list, object, search));
    list.results.push(...(results.length > 0 ? results : [{ message: "no matches" }]));
  } catch (error) {
    if (!(error instanceof SearchError || error instanceof RegExpError)) throw error;
    const message = `failed to perform search-replace operation: ${quoted(error.message)}`;
    list.results.push({ message, severity: "error" });
  }
}

function searchIn(list: ResourceList, object: KubeObject, search: Search): Result[] {
  const { path, putValue, putComment, hasValue } = search;
  const isPut = putValue !== undefined || putComment !== undefined;
  const tell = (field: string, value: string): Result =>
    fieldResult(
      object,
      field,
      `${isPut ? "Mutated field value to" : "Matched field value"} ${quoted(value)}`,
    );

  if (path !== undefined && putValue !== undefined && !hasValue && isPlainPath(path)) {
    putAtPath(list, object, path.split("."), search);
    return [tell(path, putComment === undefined ? putValue : `${putValue} # ${putComment}`)];
  }

  const results: Result[] = [];
  walkFields(object, {
    list: (at, items) => {
      if (putComment === undefined || path === undefined || hasValue || items.length === 0) return;
      if (!search.matchesPath(dottedPath(at))) return;
      const text = written(list, object, at);
      openFlow(list, object, at);
      if (setComment(list, object, at, putComment)) results.push(tell(`${path} # ${putComment}`, text));
    },
    scalar: (at, value) => {
      const text =
        typeof value === "string" ? value : (list.source.scalar(object, at)?.text ?? String(value ?? ""));
      const groups = search.matchValue(text);
      if (groups === undefined || !search.matchesPath(dottedPath(at))) return;
      const told = isPut ? putScalar(list, object, at, search, groups) : written(list, object, at);
      if (told !== undefined) results.push(tell(dottedPath(at), told));
    },
  });
  return results;
}
