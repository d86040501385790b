// Owns set-image: gives the containers of an image another name, tag or digest.
import {
  type Field,
  FieldError,
  fieldMessage,
  fieldsAt,
  isSelected,
  type KubeObject,
  nodeKind,
  type ResourceList,
  type Result,
  resultAbout,
} from "../../sdk/index.ts";
import { isMissing, KindError, readSettings, type Settings } from "./config.ts";
import { imagePaths, mustHoldPods } from "./fields.ts";
import { imageMatcher, withImage } from "./image.ts";

/**
 * Changes images in all resources, those of local configuration too.
 * Source of rules and messages: the README and transformer/images_transformer.go of the public function, v0.1.1
 * (https://github.com/kptdev/krm-functions-catalog/tree/main/functions/go/set-image).
 */
export default function setImage(list: ResourceList): void {
  const settings = settingsOf(list);
  if (settings === undefined) return;
  const { image, additionalFields } = settings;
  const isOf = imageMatcher(image.name);
  let count = 0;
  /** What changed is counted by default; in additional fields, as in the public function, every image of the name. */
  const visit = (object: KubeObject, path: string, isAdditional: boolean) => {
    for (const { holder, key } of imagesAt(object, path)) {
      const old = holder[key];
      if (typeof old !== "string" || !isOf(old)) continue;
      const changed = withImage(old, image);
      if (changed !== old) holder[key] = changed;
      if (isAdditional || changed !== old) count += 1;
    }
  };
  for (const object of list.items) {
    if (object.kind === "CustomResourceDefinition") continue;
    const errors = new Map<string, Result>();
    const attempt = (path: string, isAdditional: boolean) => {
      try {
        visit(object, path, isAdditional);
      } catch (error) {
        if (!(error instanceof FieldError)) throw error;
        const at = error.path.join("/");
        const isError = isAdditional || mustHoldPods(object);
        if (isError && !errors.has(at)) errors.set(at, fieldResult(object, path, error));
      }
    };
    for (const path of imagePaths(object)) attempt(path, false);
    for (const spec of additionalFields) if (isSelected(object, spec)) attempt(spec.path, true);
    list.results.push(...errors.values());
  }
  list.results.push({ message: `summary: updated a total of ${count} image(s)`, severity: "info" });
}

/** Tells a functionConfig that is missing, and one of another kind with what it is, as the public function does. */
function settingsOf(list: ResourceList): Settings | undefined {
  const { functionConfig } = list;
  if (isMissing(functionConfig)) {
    list.results.push({ message: "`FunctionConfig` is not given", severity: "info" });
  }
  try {
    return readSettings(list);
  } catch (error) {
    if (!(error instanceof KindError) || functionConfig === undefined) throw error;
    list.results.push(resultAbout(functionConfig, "error", error.message));
    return undefined;
  }
}

function imagesAt(object: KubeObject, path: string): Field[] {
  const fields = fieldsAt(object, path);
  for (const field of fields) {
    const value = field.holder[field.key];
    const kind = nodeKind(value);
    if (kind === "ScalarNode") continue;
    const contents = JSON.stringify(value);
    throw new FieldError(
      field.path,
      `wrong node kind: expected ScalarNode but got ${kind}: node contents:\n${contents}`,
    );
  }
  return fields;
}

function fieldResult(object: KubeObject, path: string, { path: at, reason }: FieldError): Result {
  return resultAbout(object, "error", fieldMessage(object, path, reason), { path: at });
}
