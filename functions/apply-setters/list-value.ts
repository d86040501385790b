// Owns lists that come as text, since the data of a ConfigMap can hold nothing but strings.
import { CORE_SCHEMA, FAILSAFE_SCHEMA, load } from "js-yaml";
import { isMap, type Path } from "../../sdk/index.ts";

/** A list that was read from YAML text. */
export interface ListValue {
  readonly items: unknown[];
  /** Its scalars that are no strings, as they are written: `1.10` is not to become 1.1. */
  readonly written: readonly { readonly path: Path; readonly text: string }[];
}

const known = new Map<string, ListValue | undefined>();

/** Reads a list in block or flow style; undefined where the text is none. Each call gives items of its own. */
export function readList(text: string): ListValue | undefined {
  if (!known.has(text)) known.set(text, parse(text)); // one setter may stand in every resource
  const list = known.get(text);
  return list && { ...list, items: structuredClone(list.items) };
}

function parse(text: string): ListValue | undefined {
  try {
    const items = load(text, { schema: CORE_SCHEMA });
    if (!Array.isArray(items)) return undefined;
    const texts = load(text, { schema: FAILSAFE_SCHEMA });
    return { items, written: [...differences(items, texts, [])] };
  } catch {
    return undefined;
  }
}

function* differences(value: unknown, text: unknown, path: Path): Generator<{ path: Path; text: string }> {
  if (Array.isArray(value) && Array.isArray(text)) {
    for (const [index, item] of value.entries()) yield* differences(item, text[index], [...path, index]);
  } else if (isMap(value) && isMap(text)) {
    for (const [key, item] of Object.entries(value)) yield* differences(item, text[key], [...path, key]);
  } else if (typeof value !== "string" && typeof text === "string" && text !== "") {
    yield { path, text };
  }
}
