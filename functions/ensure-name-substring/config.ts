// Owns what ensure-name-substring is configured with.
import {
  ConfigError,
  configMapData,
  type FieldSpec,
  isKind,
  isMap,
  type KubeObject,
  pathSteps,
  type ResourceList,
  textOf,
} from "../../sdk/index.ts";

/** What to put where. */
export interface Settings {
  readonly substring: string;
  readonly editMode: "prepend" | "append";
  /** Fields that hold names, beside `metadata.name`. */
  readonly fields: readonly FieldSpec[];
}

const API_VERSION = "fn.kpt.dev/v1alpha1";
const KIND = "EnsureNameSubstring";

/**
 * Reads a ConfigMap with one entry, or an EnsureNameSubstring; the README of the public function shows the latter with `v1` too.
 * Source of the forms and messages: that README and ensure_name_substring.go.
 * @throws {ConfigError} where it cannot be used.
 */
export function readSettings({ functionConfig: config, source }: ResourceList): Settings {
  const settings = (editMode: unknown, substring: unknown, fields: readonly FieldSpec[]): Settings => {
    if (editMode !== "prepend" && editMode !== "append") {
      throw problem(`unknown editMode: ${textOf(editMode)}, only prepend and append are allowed`);
    }
    if (typeof substring !== "string" && (substring ?? "") !== "") {
      throw problem("`substring` must be a string; put it in quotes");
    }
    if (!substring) throw problem("substring must not be empty");
    return { substring: substring as string, editMode, fields };
  };
  if (config === undefined || Object.keys(config).length === 0) return settings("prepend", "", []);
  if (isKind(config, "ConfigMap", "v1")) {
    const entries = Object.entries(configMapData(config, source));
    const [[key, value] = []] = entries;
    if (entries.length !== 1)
      throw problem(`only 1 entry is allowed in the ConfigMap, but got: ${entries.length}`);
    return settings(key, value, []);
  }
  if (isKind(config, KIND, API_VERSION) || isKind(config, KIND, "v1")) {
    return settings(config.editMode || "prepend", config.substring, fieldsOf(config));
  }
  throw problem(
    `function config must be either /v1, Kind=ConfigMap or ${API_VERSION}, Kind=${KIND}, but we got: ${describe(config)}`,
  );
}

/** `additionalNameFields`, or `fieldSpecs` as they were called before. */
function fieldsOf(config: KubeObject): FieldSpec[] {
  const { additionalNameFields, fieldSpecs } = config;
  const isBoth = (additionalNameFields ?? undefined) !== undefined && (fieldSpecs ?? undefined) !== undefined;
  if (isBoth) throw problem("`fieldSpecs` has been deprecated, please rename it to `additionalNameFields`");
  const name = (additionalNameFields ?? undefined) === undefined ? "fieldSpecs" : "additionalNameFields";
  const fields: unknown = additionalNameFields ?? fieldSpecs ?? [];
  if (!Array.isArray(fields)) throw problem(`\`${name}\` must be a list`);
  return fields.map((field: unknown, index) => fieldOf(field, `${name}[${index}]`));
}

function fieldOf(field: unknown, where: string): FieldSpec {
  if (!isMap(field)) throw problem(`\`${where}\` must be a map`);
  const text = (key: string): string => {
    const value = field[key] ?? "";
    if (typeof value !== "string") throw problem(`\`${where}.${key}\` must be a string`);
    return value;
  };
  const create = field.create ?? false;
  if (typeof create !== "boolean") throw problem(`\`${where}.create\` must be true or false`);
  if (pathSteps(text("path") || "/").some((step) => /^(\[])?$/.test(step))) {
    throw problem(`\`${where}.path\` must be a path such as spec/name, not "${text("path")}"`);
  }
  return { group: text("group"), version: text("version"), kind: text("kind"), path: text("path"), create };
}

function describe({ apiVersion = "", kind = "" }: KubeObject): string {
  const version = textOf(apiVersion);
  return `${version.includes("/") ? "" : "/"}${version}, Kind=${textOf(kind)}`;
}

function problem(message: string): ConfigError {
  return new ConfigError(`failed to load the \`functionConfig\`: ${message}`);
}
