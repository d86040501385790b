// Owns list-setters: tells which setters a package has, with their values and how many fields each one is in.
import { type ResourceList, settersIn, soleSetter } from "../../sdk/index.ts";
import { setterFields } from "./fields.ts";
import { configuredSetters, KptfileError } from "./kptfile.ts";
import { Listing } from "./listing.ts";
import { typeOf } from "./values.ts";

/**
 * Lists the setters of all comments and of the Kptfile's apply-setters; changes nothing.
 * Source of rules and messages: the README, main.go and listsetters/ of the public function, v0.1.0
 * (https://github.com/kptdev/krm-functions-catalog/tree/main/functions/go/list-setters).
 */
export default function listSetters(list: ResourceList): void {
  const listing = new Listing();
  try {
    for (const [name, text] of configuredSetters(list)) listing.configured(name, text);
  } catch (error) {
    if (!(error instanceof KptfileError)) throw error;
    list.results.push({ message: `failed to list setters: ${error.message}`, severity: "error" });
    return;
  }
  for (const object of list.items) listFields(list, object, listing);
  const lines = listing.lines();
  if (lines.length === 0) list.results.push({ message: "no setters found", severity: "warning" });
  else list.results.push(...lines.map((message) => ({ message })));
}

function listFields(list: ResourceList, object: object, listing: Listing): void {
  const { scalars, lists } = setterFields(list, object);
  for (const { path, pattern, value } of lists) {
    const name = soleSetter(pattern);
    if (name === undefined) continue;
    const items = (value as unknown[]).map((item, index) => itemText(list, object, [...path, index], item));
    listing.list(name, items);
  }
  for (const { path, pattern, value } of scalars) {
    const written = list.source.scalar(object, path);
    const text = typeof value === "string" ? value : (written?.text ?? String(value));
    for (const [name, part] of settersIn(pattern, text)) listing.scalar(name, part, typeOf(value, written));
  }
}

/** An item that is no scalar counts as empty. */
function itemText(
  list: ResourceList,
  object: object,
  path: readonly (string | number)[],
  item: unknown,
): string {
  if (typeof item === "string") return item;
  if (typeof item === "object" && item !== null) return "";
  return list.source.scalar(object, path)?.text ?? String(item);
}
