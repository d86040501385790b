// Owns how a field stands in a message: as YAML, with its quotes and its comment.
import {
  canStandPlain,
  isMap,
  type KubeObject,
  type Path,
  type ResourceList,
  valueAt,
} from "../../sdk/index.ts";

/**
 * A scalar as YAML with its line comment, `"a" # b`, as it is or with a value that it is going to get; or a list in flow style, `[a, b] # c`.
 * Source: `yaml.String` of kyaml, by which the public function prints the matching node.
 */
export function written(
  list: ResourceList,
  object: KubeObject,
  path: Path,
  change: { readonly value?: string | undefined } = {},
): string {
  const comment = list.comments.get(object, path);
  const mark = comment === undefined ? "" : ` # ${comment}`;
  const value = valueAt(object, path);
  if (typeof value === "object" && value !== null) return flow(list, object, path, value) + mark;
  const { text, quote } = changed(scalar(list, object, path, value), change.value);
  if (quote === "|" || quote === ">") return block(text, quote, mark);
  return `${inline(text, quote)}${mark}`.trim();
}

type Quote = '"' | "'" | "|" | ">" | undefined;

function scalar(
  list: ResourceList,
  object: KubeObject,
  path: Path,
  value: unknown,
): { text: string; quote: Quote } {
  const found = list.source.scalar(object, path);
  if (found === undefined) return { text: value === null ? "null" : String(value), quote: undefined };
  const { text, plain, quote } = found;
  if (quote !== undefined || plain) return { text, quote };
  if (text.includes("\n")) return { text, quote: "|" };
  return { text, quote: /^[\w./-]+$/.test(text) ? undefined : "'" };
}

/** A scalar with a new value in its style; a plain one gets what style the value needs. */
function changed(
  before: { text: string; quote: Quote },
  value: string | undefined,
): { text: string; quote: Quote } {
  if (value === undefined || value === before.text) return before;
  if (before.quote !== undefined) return { text: value, quote: before.quote };
  if (canStandPlain(value, false)) return { text: value, quote: undefined };
  return { text: value, quote: value === "" ? '"' : value.includes("\n") ? "|" : "'" };
}

function inline(text: string, quote: Quote): string {
  if (quote === "'") return `'${text.replaceAll("'", "''")}'`;
  return quote === undefined ? text : JSON.stringify(text);
}

function block(text: string, mark: "|" | ">", comment: string): string {
  const chomping = text.endsWith("\n\n") ? "+" : text.endsWith("\n") ? "" : "-";
  const lines = text
    .replace(/\n+$/, "")
    .split("\n")
    .join(mark === ">" ? "\n\n" : "\n");
  return `${mark}${chomping}${comment}\n${lines.replace(/^(?=.)/gm, "  ")}`;
}

function flow(list: ResourceList, object: KubeObject, path: Path, value: unknown): string {
  if (Array.isArray(value))
    return `[${value.map((item, i) => flow(list, object, [...path, i], item)).join(", ")}]`;
  if (isMap(value)) {
    const pairs = Object.entries(value).map(
      ([key, item]) => `${key}: ${flow(list, object, [...path, key], item)}`,
    );
    return `{${pairs.join(", ")}}`;
  }
  const { text, quote } = scalar(list, object, path, value);
  return inline(text, quote);
}
