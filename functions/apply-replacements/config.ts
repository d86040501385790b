// Owns what apply-replacements is configured with: the replacements of an ApplyReplacements, checked and with defaults.
import { ConfigError, isKind, isMap, type KubeObject, textOf } from "../../sdk/index.ts";

/** What selects resources; an empty string stands for any. */
export interface ResourceId {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** A part of a text between delimiters. */
export interface Options {
  /** Empty: the whole text. */
  readonly delimiter: string;
  /** In targets: below 0 is before the first part, too high behind the last one. */
  readonly index: number;
  /** Of targets: whether a field that is not there is made. */
  readonly create: boolean;
}

/** Where a value comes from: one resource. */
export interface SourceSelector {
  readonly id: ResourceId;
  /** Empty where none is given: `metadata.name`. */
  readonly fieldPath: string;
  readonly options: Options;
}

/** Resources that match an id and both expressions. */
export interface Selector {
  readonly id: ResourceId;
  readonly labelSelector: string;
  readonly annotationSelector: string;
}

/** Where a value goes to. */
export interface TargetSelector {
  /** Undefined where it is missing, which is an error once it is the target's turn. */
  readonly select: Selector | undefined;
  readonly reject: readonly Selector[];
  readonly fieldPaths: readonly string[];
  readonly options: Options;
}

/** From one source to several targets; both are undefined where they are missing, which is an error once it is its turn. */
export interface Replacement {
  readonly source: SourceSelector | undefined;
  readonly targets: readonly TargetSelector[] | undefined;
}

/** The field of sources and targets that name none. */
export const DEFAULT_FIELD = "metadata.name";

const KIND = "ApplyReplacements";
const API_VERSION = "fn.kpt.dev/v1alpha1";

/**
 * Reads the replacements.
 * Source: the README of the public function, and kustomize's api/types/replacement.go and selector.go for the fields
 * (https://github.com/kubernetes-sigs/kustomize/tree/master/api/types); of the messages: replacements/replacements.go.
 * @throws {ConfigError} for another kind and for values of a wrong type.
 */
export function readReplacements(config: KubeObject | undefined): Replacement[] {
  if (config === undefined || Object.keys(config).length === 0) {
    throw new ConfigError(`FunctionConfig is missing. Expect \`${KIND}\``);
  }
  if (!isKind(config, KIND, API_VERSION)) {
    const { kind = "", apiVersion = "" } = config;
    const only = `only functionConfig of kind ${KIND} and apiVersion ${API_VERSION} is supported`;
    throw new ConfigError(
      `received functionConfig of kind ${textOf(kind)} and apiVersion ${textOf(apiVersion)}, ${only}`,
    );
  }
  return listAt(config, "replacements", "")?.map(readReplacement) ?? [];
}

type Fields = Record<string, unknown>;

function readReplacement(value: unknown, index: number): Replacement {
  const at = `replacements[${index}]`;
  const fields = fieldsOf(value, at);
  const source = mapAt(fields, "source", at);
  return {
    source: source && {
      id: idOf(source, `${at}.source`),
      fieldPath: textAt(source, "fieldPath", `${at}.source`),
      options: optionsOf(source, `${at}.source`),
    },
    targets: listAt(fields, "targets", at)?.map((target, i) => readTarget(target, `${at}.targets[${i}]`)),
  };
}

function readTarget(value: unknown, at: string): TargetSelector {
  const fields = fieldsOf(value, at);
  const select = mapAt(fields, "select", at);
  const paths =
    listAt(fields, "fieldPaths", at)?.map((path, i) => text(path, `${at}.fieldPaths[${i}]`)) ?? [];
  return {
    select: select && readSelector(select, `${at}.select`),
    reject: (listAt(fields, "reject", at) ?? []).map((one, i) => {
      const path = `${at}.reject[${i}]`;
      return readSelector(fieldsOf(one, path), path);
    }),
    fieldPaths: paths.length > 0 ? paths : [DEFAULT_FIELD],
    options: optionsOf(fields, at),
  };
}

function readSelector(fields: Fields, at: string): Selector {
  return {
    id: idOf(fields, at),
    labelSelector: textAt(fields, "labelSelector", at),
    annotationSelector: textAt(fields, "annotationSelector", at),
  };
}

function idOf(fields: Fields, at: string): ResourceId {
  const [group, version, kind, name, namespace] = ["group", "version", "kind", "name", "namespace"].map(
    (key) => textAt(fields, key, at),
  ) as [string, string, string, string, string];
  return { group, version, kind, name, namespace };
}

function optionsOf(fields: Fields, at: string): Options {
  const options = mapAt(fields, "options", at) ?? {};
  const { index = 0, create = false } = options;
  if (index !== null && !Number.isSafeInteger(index))
    throw wrong(`${at}.options.index`, "a whole number", index);
  if (create !== null && typeof create !== "boolean")
    throw wrong(`${at}.options.create`, "true or false", create);
  return {
    delimiter: textAt(options, "delimiter", `${at}.options`),
    index: (index ?? 0) as number,
    create: create ?? false,
  };
}

function fieldsOf(value: unknown, at: string): Fields {
  if (value === null) return {};
  if (!isMap(value)) throw wrong(at, "a map", value);
  return value;
}

function mapAt(fields: Fields, key: string, at: string): Fields | undefined {
  const value = fields[key] ?? undefined;
  return value === undefined ? undefined : fieldsOf(value, `${at}.${key}`);
}

function listAt(fields: Fields, key: string, at: string): unknown[] | undefined {
  const value = fields[key] ?? undefined;
  if (value !== undefined && !Array.isArray(value))
    throw wrong(at === "" ? key : `${at}.${key}`, "a list", value);
  return value;
}

function textAt(fields: Fields, key: string, at: string): string {
  return text(fields[key] ?? "", `${at}.${key}`);
}

function text(value: unknown, at: string): string {
  if (typeof value !== "string") throw wrong(at, "a string", value);
  return value;
}

function wrong(at: string, expected: string, value: unknown): ConfigError {
  const found = Array.isArray(value) ? "a list" : isMap(value) ? "a map" : `"${String(value)}"`;
  return new ConfigError(
    `unable to convert functionConfig to replacements:\n\`${at}\` must be ${expected}, found ${found}`,
  );
}
