// Owns putting a collection that is written on one line, `[a, b]`, onto lines of its own, where comments can stand.

import type { Path, ResourceList } from "./types.ts";
import { isMap } from "./yaml/print.ts";

/**
 * Writes a collection in block style, with its scalars as they are written: `1.10` stays, and so do quotes.
 * Gives false inside another flow collection and for an empty collection.
 */
export function openFlow(list: ResourceList, object: object, path: Path): boolean {
  const value = valueAt(object, path);
  const isEmpty = isMap(value)
    ? Object.keys(value).length === 0
    : !Array.isArray(value) || value.length === 0;
  if (isEmpty || !list.source.setBlock(object, path)) return false;
  keepScalars(list, object, path, value);
  return true;
}

/**
 * Sets a line comment also inside a flow collection on one line: the outermost one is put onto lines of its own.
 * Gives false where no comment can stand: in a resource that is itself in flow style, such as JSON on one line.
 */
export function setComment(list: ResourceList, object: object, path: Path, text: string): boolean {
  if (list.comments.set(object, path, text)) return true;
  for (let length = path.length - 1; length > 0; length--) {
    if (openFlow(list, object, path.slice(0, length))) return list.comments.set(object, path, text);
  }
  return false;
}

function keepScalars(list: ResourceList, object: object, path: Path, value: unknown): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) keepScalars(list, object, [...path, index], item);
  } else if (isMap(value)) {
    for (const [key, item] of Object.entries(value)) keepScalars(list, object, [...path, key], item);
  } else {
    const scalar = list.source.scalar(object, path);
    if (scalar !== undefined) list.source.setScalar(object, path, scalar.text);
  }
}

/** The value at a path; undefined where there is none. */
export function valueAt(object: unknown, path: Path): unknown {
  let value = object;
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isMap(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}
