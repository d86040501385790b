// Owns create-setters: marks the fields that hold setters' values with comments that name the setters.
import {
  dottedPath,
  fieldResult,
  goList,
  type KubeObject,
  openFlow,
  type Path,
  quoted,
  type ResourceList,
  type Result,
  SETTER_COMMENT,
  setComment,
  walkFields,
} from "../../sdk/index.ts";
import { NO_TEXT, readSetters, SetterError, type Setters } from "./config.ts";
import { patterns } from "./pattern.ts";

/**
 * Puts a setter comment behind every scalar that holds the value of a setter, and every list that holds a setter's items in
 * any order; tells each.
 * Source of rules and messages: the README, main.go and createsetters/ of the public function, v0.1.0
 * (https://github.com/kptdev/krm-functions-catalog/tree/main/functions/go/create-setters).
 */
export default function createSetters(list: ResourceList): void {
  try {
    const setters = readSetters(list);
    const patternOf = patterns(setters.scalars);
    const results: Result[] = [];
    for (const object of list.items) markAll(list, object, setters, patternOf, results);
    if (results.length === 0) throw new SetterError("no matches for the input list of setters");
    for (const result of results) list.results.push(result);
  } catch (error) {
    if (!(error instanceof SetterError)) throw error;
    list.results.push({ message: `failed to create setters: ${error.message}`, severity: "error" });
  }
}

function markAll(
  list: ResourceList,
  object: KubeObject,
  setters: Setters,
  patternOf: (value: string) => string | undefined,
  results: Result[],
): void {
  const mark = (path: Path, pattern: string, value: string) => {
    const comment = SETTER_COMMENT + pattern;
    if (!setComment(list, object, path, comment)) return;
    const message = `Added line comment ${quoted(comment)} for field with value ${quoted(value)}`;
    results.push(fieldResult(object, dottedPath(path), message));
  };
  walkFields(object, {
    list: (path, items) => {
      const candidates = setters.lists.filter((setter) => setter.items.length === items.length);
      if (candidates.length === 0) return;
      const texts = items.map((item, index) => textOf(list, object, [...path, index], item)).sort();
      const setter = candidates.find((one) => one.items.every((item, index) => item === texts[index]));
      if (setter === undefined) return;
      openFlow(list, object, path);
      mark(path, `\${${setter.name}}`, goList(texts));
    },
    scalar: (path, value) => {
      const text = textOf(list, object, path, value);
      if (text === "" || text.includes("\n")) return;
      const pattern = patternOf(text);
      if (pattern !== undefined) mark(path, pattern, text);
    },
  });
}

/** A scalar as it is written, without its quotes. */
function textOf(list: ResourceList, object: KubeObject, path: Path, value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null) return NO_TEXT;
  return list.source.scalar(object, path)?.text ?? String(value ?? "null");
}
