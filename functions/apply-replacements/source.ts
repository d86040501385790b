// Owns reading the value that a replacement copies.
import { isMap, type KubeObject, type Path, type ResourceList, type Source } from "../../sdk/index.ts";
import { DEFAULT_FIELD, type SourceSelector } from "./config.ts";
import { ReplacementError } from "./error.ts";
import { indexOf, isEntry, splitEntry, splitPath, wrongKind } from "./field-path.ts";
import { describeId, selectSource } from "./select.ts";

/** A value to copy. */
export interface Value {
  readonly data: unknown;
  /** A scalar as it is written, so that `1.10` stays; undefined for maps and lists. */
  readonly text: string | undefined;
  /** Scalars in a map or list that are no strings, as they are written. */
  readonly inside: readonly { readonly path: Path; readonly text: string }[];
}

/**
 * The value of a source, or the part of it that its options ask for.
 * Source: `getReplacement` and `getRefinedValue` in api/filters/replacement/replacement.go of kustomize.
 * @throws {ReplacementError} where it is not there, or is null or empty.
 */
export function readSource(list: ResourceList, source: SourceSelector): Value {
  const object = selectSource(list.items, source);
  const fieldPath = source.fieldPath || DEFAULT_FIELD;
  const value = lookup(object, fieldPath, list.source);
  if (value === undefined) {
    throw new ReplacementError(
      `fieldPath \`${fieldPath}\` is missing for replacement source ${describeId(source.id)}`,
    );
  }
  const { delimiter, index } = source.options;
  if (delimiter === "") return value;
  if (value.text === undefined) {
    throw new ReplacementError("delimiter option can only be used with scalar nodes");
  }
  const part = index < 0 ? undefined : value.text.split(delimiter)[index];
  if (part === undefined) {
    throw new ReplacementError(`options.index ${index} is out of bounds for value ${value.text}`);
  }
  return { data: part, text: part, inside: [] };
}

/** How a scalar is written; undefined for maps and lists. */
export function textOf(source: Source, object: KubeObject, path: Path, value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null) return undefined;
  return source.scalar(object, path)?.text ?? String(value);
}

function lookup(object: KubeObject, fieldPath: string, source: Source): Value | undefined {
  let data: unknown = object;
  const path: (string | number)[] = [];
  for (const part of splitPath(fieldPath).map((one) => one.trim())) {
    if (part === "") continue;
    if (data === undefined || data === null) return undefined;
    const key = step(data, part, (index, inner, value) =>
      textOf(source, object, [...path, index, ...inner], value),
    );
    if (key === undefined) return undefined;
    data = (data as Record<string | number, unknown>)[key];
    path.push(key);
  }
  const isEmpty = Array.isArray(data) ? data.length === 0 : isMap(data) && Object.keys(data).length === 0;
  if (data === undefined || data === null || isEmpty) return undefined;
  // A copy, since a source can be in its own target, and would grow while it is written.
  return {
    data: structuredClone(data),
    text: textOf(source, object, path, data),
    inside: [...written(source, object, path, data, [])],
  };
}

function* written(
  source: Source,
  object: KubeObject,
  root: Path,
  data: unknown,
  path: Path,
): Generator<Value["inside"][number]> {
  if (typeof data === "object" && data !== null) {
    const entries = Array.isArray(data) ? data.entries() : Object.entries(data);
    for (const [key, value] of entries) yield* written(source, object, root, value, [...path, key]);
  } else if (typeof data === "number" && path.length > 0) {
    const text = source.scalar(object, [...root, ...path])?.text;
    if (text !== undefined) yield { path, text };
  }
}

type TextIn = (index: number, path: Path, value: unknown) => string | undefined;

/** The key or index that a part of the path stands for; undefined where there is nothing. */
function step(data: unknown, part: string, text: TextIn): string | number | undefined {
  const index = indexOf(part);
  if (index === undefined && part !== "-" && part !== "*" && !isEntry(part)) {
    if (!isMap(data)) throw lookupError(wrongKind("MappingNode", data));
    return Object.hasOwn(data, part) ? part : undefined;
  }
  if (part === "*") throw lookupError(new Error("wildcard is not supported in PathGetter"));
  if (index !== undefined && index < 0)
    throw lookupError(new Error(`array index ${index} cannot be negative`));
  if (!Array.isArray(data)) throw lookupError(wrongKind("SequenceNode", data));
  if (part === "-") return data.length > 0 ? data.length - 1 : undefined;
  if (index !== undefined) return index < data.length ? index : undefined;
  const [key, wanted] = entry(part);
  const found = data.findIndex((item, i) => {
    if (key === "") return text(i, [], item) === wanted;
    return isMap(item) && Object.hasOwn(item, key) && text(i, [key], item[key]) === wanted;
  });
  return found < 0 ? undefined : found;
}

function entry(part: string): [string, string] {
  try {
    return splitEntry(part);
  } catch (error) {
    throw lookupError(error as Error);
  }
}

function lookupError({ message }: Error): ReplacementError {
  return new ReplacementError(`error looking up replacement source: ${message}`);
}
