// Owns set-annotations: gives every resource, and the pod templates in it, annotations.
import {
  ConfigError,
  FieldError,
  type FieldSpec,
  fieldMessage,
  fieldPath,
  fieldsAt,
  goJson,
  isMap,
  isSelected,
  type KubeObject,
  nodeKind,
  type Path,
  type ResourceList,
  type Result,
  resourceFile,
  resultAbout,
} from "../../sdk/index.ts";
import { readSettings, type Settings } from "./config.ts";
import { DEFAULT_FIELDS } from "./fields.ts";

/**
 * Sets annotations on all resources, those of local configuration too, and tells each field with annotations.
 * Source of rules and messages: the README, main.go and annotations_transformer.go of the public function, v0.1.4
 * (https://github.com/kptdev/krm-functions-catalog/tree/main/functions/go/set-annotations).
 */
export default function setAnnotations(list: ResourceList): void {
  const { annotations, additionalFields } = settingsOf(list);
  const specs = [...additionalFields, ...DEFAULT_FIELDS];
  const sorted = Object.entries(annotations).sort(([a], [b]) => (a < b ? -1 : 1));
  const message = `set annotations: ${goJson(annotations)}`;
  const set = new Map<string, Result>();
  const errors: Result[] = [];
  for (const object of list.items) {
    const file = resourceFile(object);
    for (const spec of specs) {
      if (!isSelected(object, spec)) continue;
      try {
        for (const { path, map } of mapsAt(object, spec)) {
          for (const [name, value] of sorted) if (map[name] !== value) map[name] = value;
          const result: Result = { message, field: { path: fieldPath(path) }, ...(file && { file }) };
          set.set(JSON.stringify([file?.path, file?.index, result.field?.path]), result);
        }
      } catch (error) {
        if (!(error instanceof FieldError)) throw error;
        errors.push(typeError(object, spec, error));
        break;
      }
    }
  }
  if (errors.length > 0) list.results.push(...errors);
  else if (set.size === 0) list.results.push({ message: "no annotations applied" });
  else for (const result of inOrder([...set.values()])) list.results.push(result);
}

function settingsOf(list: ResourceList): Settings {
  try {
    return readSettings(list);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    ConfigError.throwAll(error.messages.map((message) => `failed to configure function: ${message}`));
    throw error;
  }
}

/** The maps that hold the annotations of a field spec; all of them are looked at before any is changed. */
function mapsAt(object: KubeObject, spec: FieldSpec): { path: Path; map: Record<string, unknown> }[] {
  return fieldsAt(object, spec.path, spec.create ? () => ({}) : undefined).map(({ holder, key, path }) => {
    const map = holder[key];
    if (isMap(map)) return { path, map };
    const value = Array.isArray(map) ? JSON.stringify(map) : String(map);
    const reason = `wrong Node Kind for ${path.join(".")} expected: MappingNode was ${nodeKind(map)}: value: {${value}}`;
    throw new FieldError(path, reason);
  });
}

/** By file, its resources in their order, then by field. Source: `Results.Sort` in kyaml/fn/framework/result.go of kustomize. */
function inOrder(results: Result[]): Result[] {
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return results.sort(
    (a, b) =>
      compare(a.file?.path ?? "", b.file?.path ?? "") ||
      (a.file?.index ?? 0) - (b.file?.index ?? 0) ||
      compare(a.field?.path ?? "", b.field?.path ?? ""),
  );
}

function typeError(object: KubeObject, spec: FieldSpec, { path, reason }: FieldError): Result {
  const what = fieldMessage(object, spec.path, reason);
  const message = `failed to run function: failed to run transformer: ${what}`;
  return resultAbout(object, "error", message, { path });
}
