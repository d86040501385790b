// Owns walking the fields of a resource as the public setter functions do, and naming one in a result.

import { resourcePath } from "./identity.ts";
import type { KubeObject, Path, Result } from "./types.ts";
import { isMap } from "./yaml/print.ts";

/** What is done at the fields of a resource; either may change the field that it is called for. The path is for that call alone. */
export interface FieldVisitor {
  /** A list under a key, before anything inside the map that the key is in. */
  list?(path: Path, items: readonly unknown[]): void;
  /** A scalar: a key's value or a list's item. */
  scalar(path: Path, value: unknown): void;
}

/**
 * Visits lists and scalars in the order of the text; the lists of a map come before everything else in it.
 * What stands under an alias or a merge key is visited like any other field, since it is data of its own.
 * Source: walk.go of the public search-replace, create-setters and list-setters, which are alike
 * (https://github.com/kptdev/krm-functions-catalog/tree/main/functions/go).
 */
export function walkFields(object: object, visitor: FieldVisitor): void {
  walk(object, [], visitor);
}

/** One path for all: most fields need none of their own. */
function walk(value: unknown, path: (string | number)[], visitor: FieldVisitor): void {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) walkInto(value[index], path, index, visitor);
  } else if (isMap(value)) {
    const keys = Object.keys(value);
    if (visitor.list !== undefined) {
      for (const key of keys) {
        const items = value[key];
        if (!Array.isArray(items)) continue;
        path.push(key);
        visitor.list(path, items);
        path.pop();
      }
    }
    for (const key of keys) if (value[key] !== undefined) walkInto(value[key], path, key, visitor);
  } else visitor.scalar(path, value);
}

function walkInto(
  value: unknown,
  path: (string | number)[],
  step: string | number,
  visitor: FieldVisitor,
): void {
  path.push(step);
  walk(value, path, visitor);
  path.pop();
}

/** A path with dots between keys, which stand in it as they are, also those that hold dots: `a.b[0].c.d/e`. */
export function dottedPath(path: Path): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}

/** A result about a field, with its path as given and its file; without a severity and the resource, as those functions have it. */
export function fieldResult(object: KubeObject, path: string, message: string): Result {
  const file = resourcePath(object);
  return file === undefined
    ? { message, field: { path } }
    : { message, field: { path }, file: { path: file } };
}
