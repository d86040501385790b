// Owns writing a value into a field.
import type { KubeObject, Source } from "../../sdk/index.ts";
import type { Options } from "./config.ts";
import { ReplacementError } from "./error.ts";
import { textOf, type Value } from "./source.ts";
import type { Place } from "./target.ts";

/** Plain scalars that may be no strings; all others are written as strings, which is much faster. */
const MAY_BE_TYPED = /^([-+.\d~]|(true|false|null)$)/i;

/**
 * Writes a value into a field, or with a delimiter into a part of it. A scalar in the place of a scalar takes only its text: a string
 * stays a string, in its quotes, and of any other the type follows from the text, as it does of a new one. Anything else is
 * written as the source has it.
 * Source: `setFieldValue` in api/filters/replacement/replacement.go of kustomize, which empties a scalar that is to hold a map.
 * @throws {ReplacementError} for a delimiter in a map or list.
 */
export function writeField(
  source: Source,
  object: KubeObject,
  place: Place,
  value: Value,
  options: Options,
): void {
  const { holder, key, path } = place;
  const current = Object.hasOwn(holder, key) ? holder[key] : undefined;
  const isNew = current === undefined;
  const before = isNew ? (value.text === undefined ? undefined : "") : textOf(source, object, path, current);
  const text = options.delimiter === "" ? value.text : joined(before, value.text ?? "", options);
  if (text === undefined || before === undefined) {
    holder[key] = structuredClone(value.data);
    for (const scalar of value.inside) source.setScalar(object, [...path, ...scalar.path], scalar.text, true);
    if (text !== undefined && typeof value.data !== "string") source.setScalar(object, path, text, true);
  } else if (typeof current === "string") holder[key] = text;
  else if (isNew || text !== before) {
    holder[key] = text;
    const isNull = current === null && typeof value.data === "string";
    if (MAY_BE_TYPED.test(text) && !isNull) source.setScalar(object, path, text, true);
  }
}

function joined(before: string | undefined, text: string, { delimiter, index }: Options): string {
  if (before === undefined) {
    throw new ReplacementError("delimiter option can only be used with scalar nodes");
  }
  const parts = before.split(delimiter);
  if (index < 0) parts.unshift(text);
  else parts[Math.min(index, parts.length)] = text;
  return parts.join(delimiter);
}
