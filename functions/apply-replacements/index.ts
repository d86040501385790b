// Owns apply-replacements: copies values from fields of some resources to fields of others, as kustomize's replacements do.
import { type KubeObject, quoted, type ResourceList } from "../../sdk/index.ts";
import { readReplacements, type TargetSelector } from "./config.ts";
import { ReplacementError } from "./error.ts";
import { splitPath } from "./field-path.ts";
import { targetFilter } from "./select.ts";
import { readSource, textOf, type Value } from "./source.ts";
import { findFields, type Place } from "./target.ts";
import { writeField } from "./write.ts";

/**
 * Makes the replacements one after the other, each on what those before it left, and stops at the first that cannot be made.
 * Resources of local configuration are no exception.
 * Source of rules and messages: the README and replacements/replacements.go of the public function, v0.1.2
 * (https://github.com/kptdev/krm-functions-catalog/tree/main/functions/go/apply-replacements), and the filter of kustomize that it calls
 * (https://github.com/kubernetes-sigs/kustomize/tree/api/v0.19.0/api/filters/replacement).
 */
export default function applyReplacements(list: ResourceList): void {
  const replacements = readReplacements(list.functionConfig);
  try {
    for (const { source, targets } of replacements) {
      if (source === undefined || targets === undefined) {
        throw new ReplacementError("replacements must specify a source and at least one target");
      }
      const value = readSource(list, source);
      for (const target of targets) copyTo(list, target, value);
    }
  } catch (error) {
    if (!(error instanceof ReplacementError)) throw error;
    list.results.push({ message: error.message, severity: "error" });
  }
}

function copyTo(list: ResourceList, target: TargetSelector, value: Value): void {
  const isTarget = targetFilter(target);
  const paths = target.fieldPaths.map((fieldPath) => ({ fieldPath, parts: splitPath(fieldPath) }));
  for (const object of list.items) {
    if (!isTarget(object)) continue;
    for (const { fieldPath, parts } of paths) {
      for (const place of placesIn(list, object, target, fieldPath, parts)) {
        writeField(list.source, object, place, value, target.options);
      }
    }
  }
}

/** The fields that a path stands for in a resource; that there is none is an error. */
function placesIn(
  { source }: ResourceList,
  object: KubeObject,
  { options }: TargetSelector,
  fieldPath: string,
  parts: readonly string[],
): Place[] {
  const or = options.create ? " or create" : "";
  const problem = `unable to find${or} field ${quoted(fieldPath)} in replacement target`;
  const search = {
    parts,
    create: options.create,
    text: (path: Place["path"], value: unknown) => textOf(source, object, path, value),
  };
  try {
    const root: Place = { holder: { object }, key: "object", path: [] };
    const places = findFields(root, 0, search);
    if (places.length === 0) throw new ReplacementError(problem);
    return places;
  } catch (error) {
    if (!(error instanceof ReplacementError) || error.message === problem) throw error;
    throw new ReplacementError(`${problem}: ${error.message}`);
  }
}
