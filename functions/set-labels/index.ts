// Owns set-labels: gives every resource labels, and the selectors that target them.
import {
  ConfigError,
  type FieldSpec,
  FieldTypeError,
  isLocalConfig,
  type KubeObject,
  mapAt,
  type Path,
  type Place,
  pathSteps,
  placesAt,
  type ResourceList,
  type Result,
  resultAbout,
  specMatches,
  textOf,
} from "../../sdk/index.ts";
import { type Labels, readLabels } from "./config.ts";
import { AFFINITY, LABELS } from "./paths.ts";

/**
 * Sets labels on all resources that are no local configuration.
 * Source of rules and messages: the README and setlabels/transformer.go of the public function, v0.2.1
 * (https://github.com/kptdev/krm-functions-catalog/tree/main/functions/go/set-labels).
 */
export default function setLabels(list: ResourceList): void {
  const labels = readLabels(list);
  const objects = list.items.filter((object) => !isLocalConfig(object));
  if (objects.length === 0) {
    if (labels === undefined) list.results.push(note("info", "`FunctionConfig` is not given"));
    list.results.push(note("info", "no input resources"));
  } else if (labels === undefined) {
    throw new ConfigError("`FunctionConfig` is not given");
  } else if (labels.length === 0) {
    list.results.push(note("warning", "no `labels` arguments are given in FunctionConfig"));
  } else {
    list.results.push(...labelAll(objects, labels));
  }
}

function labelAll(objects: readonly KubeObject[], labels: Labels): Result[] {
  const results: Result[] = [];
  let count = 0;
  const visit = (object: KubeObject, specs: readonly FieldSpec[], counted: boolean) => {
    for (const spec of specs) {
      if (!specMatches(object, spec)) continue;
      for (const place of placesAt(object, spec.within ?? "")) {
        try {
          setAt(place, spec, labels);
        } catch (error) {
          if (!(error instanceof FieldTypeError)) throw error;
          const [first = ""] = labels[0] ?? [];
          results.push(typeError(object, error, [...place.path, ...pathSteps(spec.path), first]));
          return;
        }
        if (counted) count += labels.length;
      }
    }
  };
  for (const object of objects) {
    visit(object, LABELS, true);
    visit(object, AFFINITY, false);
  }
  return [...results, note("info", `set ${count} labels in total`)];
}

/** Also an unchanged label and one that stays out of a selector is counted, as the public function counts. */
function setAt(place: Place, { path, create }: FieldSpec, labels: Labels): void {
  const map = mapAt(place, path, create);
  if (map === undefined) return;
  for (const [name, value] of labels) {
    const present = Object.hasOwn(map, name);
    if (present ? map[name] !== value : create) map[name] = value;
  }
}

/** Names the label that cannot be there, as the public function does, and refers to the value that is in the way. */
function typeError(object: KubeObject, error: FieldTypeError, label: Path): Result {
  const { apiVersion = "", kind = "" } = object;
  const what = `has unmatched field type "string" in fieldpath .${label.join(".")}`;
  const message = `Resource(apiVersion=${textOf(apiVersion)}, kind=${textOf(kind)}) ${what}`;
  return resultAbout(object, "error", message, { path: error.path });
}

function note(severity: "info" | "warning", message: string): Result {
  return { message, severity };
}
