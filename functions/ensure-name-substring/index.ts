// Owns ensure-name-substring: gives names of resources a prefix or a suffix, and follows them to where they are referred to.
import {
  type FieldSpec,
  isSelected,
  type KubeObject,
  type ResourceList,
  resultAbout,
} from "../../sdk/index.ts";
import { readSettings, type Settings } from "./config.ts";
import { updateDependsOn } from "./depends-on.ts";
import { slotsAt, textOf } from "./fields.ts";
import { checkIdentities, IdentityError, KEEP_NAMES, nameOf } from "./identity.ts";
import { updateReferences } from "./references.ts";
import { Renamed } from "./renamed.ts";

const NAME: FieldSpec = { path: "metadata/name" };

/**
 * Puts the substring before or behind every name that does not contain it.
 * Source of rules and messages: the README, main.go and ensure_name_substring.go of the public function, v0.2.0
 * (https://github.com/kptdev/krm-functions-catalog/tree/main/functions/go/ensure-name-substring).
 */
export default function ensureNameSubstring(list: ResourceList): void {
  const settings = readSettings(list);
  try {
    checkIdentities(list.items);
  } catch (error) {
    if (!(error instanceof IdentityError)) throw error;
    list.results.push({ message: error.message, severity: "error" });
    return;
  }
  const renamed = new Renamed();
  for (const item of list.items) {
    if (KEEP_NAMES.some((kind) => isSelected(item, kind))) continue;
    const old = nameOf(item);
    for (const field of [NAME, ...settings.fields]) {
      if (isSelected(item, field)) setNames(list, item, field, settings);
    }
    if (nameOf(item) !== old) renamed.add(item, old, nameOf(item));
  }
  updateDependsOn(list.items, renamed);
  updateReferences(list.items, renamed);
}

function setNames(
  list: ResourceList,
  item: KubeObject,
  { path, create }: FieldSpec,
  { substring, editMode }: Settings,
): void {
  for (const { holder, key } of slotsAt(item, path, create)) {
    const value = holder[key];
    const name = textOf(value ?? "");
    if (name === undefined) {
      const message = `failed to transform name substring: the field '${path}' must hold a name, not a map`;
      list.results.push(resultAbout(item, "error", message, { path: path.split("/").join(".") }));
    } else if (!name.includes(substring)) {
      holder[key] = editMode === "prepend" ? substring + name : name + substring;
    }
  }
}
