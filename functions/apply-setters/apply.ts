// Owns how one field gets its new value.
import {
  goList,
  isMap,
  type KubeObject,
  quoted,
  type ResourceList,
  resolvePattern,
  type Setters,
  soleSetter,
} from "../../sdk/index.ts";
import { readList } from "./list-value.ts";
import type { Target } from "./plan.ts";

/** A field that cannot be set; its message is the function's error. */
export class SetterError extends Error {
  override readonly name = "SetterError";
}

/**
 * Sets a scalar in the style in which it is written, so that the type of a plain one follows from its new text, and gives that text.
 * A field without any text (`key:`) is left alone, for which undefined is given; an alias (`*name`) becomes a value of its own.
 * Source: `visitScalar` in applysetters/apply_setters.go of the public function, which however changes what the alias stands for.
 * @throws {SetterError} where a setter of the pattern has no value.
 */
export function setScalar(
  list: ResourceList,
  object: KubeObject,
  target: Target,
  setters: Setters,
): string | undefined {
  const current = list.source.scalar(object, target.path) ?? { text: String(target.value), plain: false };
  if (current.plain && current.text === "") return undefined;
  const resolved = resolvePattern(target.pattern, current.text, setters);
  if ("missing" in resolved)
    throw new SetterError(`values for setters ${goList(resolved.missing)} must be provided`);
  if (resolved.value === "") list.source.setScalar(object, target.path, "", false);
  else if (resolved.value !== current.text) list.source.setScalar(object, target.path, resolved.value);
  return resolved.value;
}

/**
 * Sets a list as a whole, in block style, and gives the text that it was read from; an empty text gives an empty list.
 * Source: `visitMapping`, likewise.
 * @throws {SetterError} where the pattern is more than one setter, or its value is no list.
 */
export function setList(list: ResourceList, object: KubeObject, target: Target, setters: Setters): string {
  const { path, pattern, comment } = target;
  const setter = soleSetter(pattern);
  const text = setter === undefined ? undefined : setters.get(setter);
  if (text === undefined) throw new SetterError(`invalid setter pattern for array node: ${quoted(pattern)}`);
  const value = text === "" ? { items: [], written: [] } : readList(text);
  if (value === undefined) {
    throw new SetterError(`input to array setter must be an array of values, but found ${quoted(text)}`);
  }
  replaceAt(object, path, value.items);
  if (value.items.length > 0) list.source.setBlock(object, path);
  for (const scalar of value.written)
    list.source.setScalar(object, [...path, ...scalar.path], scalar.text, true);
  list.comments.set(object, path, comment);
  return text;
}

function replaceAt(object: KubeObject, path: Target["path"], value: unknown): void {
  let container: unknown = object;
  for (const step of path.slice(0, -1)) {
    container = Array.isArray(container)
      ? container[Number(step)]
      : isMap(container)
        ? container[step]
        : undefined;
  }
  if (isMap(container)) container[String(path.at(-1))] = value;
}
