// Owns reading the values of setters: the items of lists that come as text, and the types of scalars.
import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { canStandPlain, type ScalarText } from "../../sdk/index.ts";

/** The type of texts. */
export const TEXT = "str";

/** js-yaml tells where it is when it opens and closes a node; its types leave these out. */
interface Reader {
  readonly input: string;
  readonly position: number;
}

/** The items of a text that is a YAML list, as they are written there, without line breaks; undefined where it is none. */
export function listItems(text: string): string[] | undefined {
  if (canStandPlain(text, false)) return undefined; // as most can: the parser takes milliseconds to make ready
  const byDepth: string[][] = [];
  const open: number[] = [];
  const listener = (event: string, state: unknown) => {
    const { input, position } = state as Reader;
    if (event === "open") open.push(position);
    else {
      const depth = open.length - 1;
      byDepth[depth] ??= [];
      byDepth[depth].push(joined(input, open.pop() ?? 0, position));
    }
  };
  let items: unknown;
  try {
    items = load(text, { schema: FAILSAFE_SCHEMA, listener: listener as never });
  } catch {
    return undefined;
  }
  if (!Array.isArray(items)) return undefined;
  // The parser opens a list in flow style twice.
  const written = byDepth[text.trimStart().startsWith("[") ? 2 : 1] ?? [];
  return written.length === items.length ? written : items.map(inFlow);
}

/** The lines of a part without what they are indented by, in one. */
function joined(input: string, from: number, to: number): string {
  const column = from - (input.lastIndexOf("\n", from - 1) + 1);
  const [first = "", ...others] = input.slice(from, to).trim().split(/\r?\n/);
  return first + others.map((line) => line.slice(Math.min(column, line.search(/\S|$/)))).join("");
}

function inFlow(item: unknown): string {
  return typeof item === "string" ? item : item === null ? "" : JSON.stringify(item);
}

/** What Go's YAML reader takes for a time. Source: `parseTimestamp` in resolve.go of https://github.com/go-yaml/yaml, v3. */
const TIME =
  /^\d{4}-\d\d?-\d\d?([Tt]\d\d?:\d\d?:\d\d?(\.\d+)?(Z|[-+]\d\d:\d\d)| \d\d?:\d\d?:\d\d?(\.\d+)?)?$/;

/** A scalar's type by the name of its YAML tag. */
export function typeOf(value: unknown, written: ScalarText | undefined): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") {
    return /^[-+]?(0[xob][\da-f_]+|[\d_]+)$/i.test(written?.text ?? String(value)) ? "int" : "float";
  }
  return written?.plain === true && TIME.test(written.text) ? "timestamp" : TEXT;
}
