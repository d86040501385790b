// Owns apply-setters: puts values into the fields whose comments say that a setter stands for them.
import {
  configMapData,
  type KubeObject,
  type Path,
  quoted,
  type ResourceList,
  type Result,
  resourceFile,
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
    const results = list.items.flatMap((object) => setAll(list, object, setters));
    list.results.push(...(results.length > 0 ? results : [{ message: "no matches for input setter(s)" }]));
  } catch (error) {
    if (!(error instanceof SetterError)) throw error;
    list.results.push({ message: `failed to apply setters: ${error.message}`, severity: "error" });
  }
}

function setAll(list: ResourceList, object: KubeObject, setters: Setters): Result[] {
  return targetsIn(object, list.comments.list(object), setters).flatMap((target) => {
    const set = target.isList ? setList : setScalar;
    const value = set(list, object, target, setters);
    return value === undefined ? [] : [setResult(object, target.path, value)];
  });
}

/** Keys stand in the field's path as they are, also those with dots, as the public function has them. */
function setResult(object: KubeObject, path: Path, value: string): Result {
  const field = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  const file = resourceFile(object)?.path;
  return {
    message: `set field value to ${quoted(value)}`,
    field: { path: field.replace(/^\./, "") },
    ...(file === undefined ? {} : { file: { path: file } }),
  };
}
