// Owns which setters create-setters is to mark fields with.
import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { canStandPlain, configMapData, type ResourceList } from "../../sdk/index.ts";

/** A run that cannot go on; its message is the function's error. */
export class SetterError extends Error {
  override readonly name = "SetterError";
}

/** A setter that stands for a whole list. */
export interface ListSetter {
  readonly name: string;
  /** The items' texts, sorted. */
  readonly items: readonly string[];
}

/** Setters by what they stand for. */
export interface Setters {
  /** Names by value, the longest value first; of several with the same value the first one given. */
  readonly scalars: ReadonlyMap<string, string>;
  readonly lists: readonly ListSetter[];
}

/**
 * Reads the `data` of a functionConfig of any kind. A value that is the text of a YAML list makes a setter of lists; the text of
 * a map makes none.
 * Source: `Decode` in createsetters/create_setters.go of the public function, v0.1.0.
 * @throws {SetterError} without any data, and for a value that is empty or no YAML.
 */
export function readSetters({ functionConfig, source }: ResourceList): Setters {
  const given = Object.entries(configMapData(functionConfig ?? {}, source));
  if (given.length === 0) throw new SetterError("config map cannot be empty");
  const scalars: [value: string, name: string][] = [];
  const lists: ListSetter[] = [];
  for (const [name, text] of given) {
    const value = parse(text);
    if (Array.isArray(value)) lists.push({ name, items: value.map(itemText).sort() });
    else if (typeof value === "string") scalars.push([text, name]);
  }
  scalars.sort(([a], [b]) => b.length - a.length);
  const names = new Map<string, string>();
  for (const [value, name] of scalars) if (!names.has(value)) names.set(value, name);
  return { scalars: names, lists };
}

/** What an item that is no scalar counts as, in setters and in fields. */
export const NO_TEXT = "";

function itemText(item: unknown): string {
  return typeof item === "string" ? item : NO_TEXT;
}

/** Scalars as they are written: numbers too stay texts. */
function parse(text: string): unknown {
  if (canStandPlain(text, false)) return text; // as most can: the parser takes milliseconds to make ready
  let value: unknown;
  try {
    value = load(text, { schema: FAILSAFE_SCHEMA });
  } catch {
    value = undefined;
  }
  if (value === undefined || value === null) throw new SetterError("parsing error");
  return value;
}
