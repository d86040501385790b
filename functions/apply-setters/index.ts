// Owns apply-setters: puts values into the fields whose comments say that a setter stands for them.
import {
  configMapData,
  fieldResult,
  type KubeObject,
  type Path,
  quoted,
  type ResourceList,
  type Result,
  type Setters,
} from "../../sdk/index.ts";
import { SetterError, setList, setScalar } from "./apply.ts";
import { targetsIn } from "./plan.ts";

/**
 * Sets every field whose setter comment names a given setter, and tells each; stops at the first that cannot be set.
 * Resources of local configuration are no exception.
 * Source of rules and messages: the README and main.go of the public function, v0.2.1
 * (https://github.com/kptdev/krm-functions-catalog/tree/main/functions/go/apply-setters).
 */
export default function applySetters(list: ResourceList): void {
  const setters = new Map(Object.entries(configMapData(list.functionConfig ?? {}, list.source)));
  try {
    const results: Result[] = [];
    for (const object of list.items) setAll(list, object, setters, results);
    if (results.length === 0) results.push({ message: "no matches for input setter(s)" });
    for (const result of results) list.results.push(result);
  } catch (error) {
    if (!(error instanceof SetterError)) throw error;
    list.results.push({ message: `failed to apply setters: ${error.message}`, severity: "error" });
  }
}

function setAll(list: ResourceList, object: KubeObject, setters: Setters, results: Result[]): void {
  for (const target of targetsIn(object, list.comments.list(object), setters)) {
    const set = target.isList ? setList : setScalar;
    const value = set(list, object, target, setters);
    if (value === undefined) continue;
    const message = `set field value to ${quoted(value)}`;
    results.push(fieldResult(object, fieldName(target.path), message));
  }
}

/** The field's path, in which keys stand as they are, also those with dots, as the public function has them. */
function fieldName(path: Path): string {
  let name = "";
  for (const step of path) name += typeof step === "number" ? `[${step}]` : `.${step}`;
  return name.slice(1);
}
