// Owns what set-annotations is configured with.
import {
  ConfigError,
  configMapData,
  type FieldSpec,
  isConfigMap,
  isKind,
  isMap,
  type KubeObject,
  type ResourceList,
  readFieldSpecs,
  type Source,
} from "../../sdk/index.ts";

const API_VERSION = "fn.kpt.dev/v1alpha1";
const KIND = "SetAnnotations";
const LEGACY_KIND = "SetAnnotationConfig";

/** What to set, and where beside the default fields. */
export interface Settings {
  /** At least one. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly additionalFields: readonly FieldSpec[];
}

/**
 * Reads a ConfigMap (`data`), or a SetAnnotations (`annotations`, `additionalAnnotationFields`) under either name of its kind and fields.
 * Source: the README of the public function; `Config` in its main.go and annotations_transformer.go for the former names
 * (`SetAnnotationConfig`, `fieldSpecs`) and the messages.
 * @throws {ConfigError} for another kind, and where there are no annotations.
 */
export function readSettings({ functionConfig, source }: ResourceList): Settings {
  const settings = settingsOf(functionConfig, source);
  if (settings === undefined) {
    throw new ConfigError(`\`functionConfig\` must be a \`ConfigMap\` or \`${KIND}\``);
  }
  if (Object.keys(settings.annotations).length === 0) {
    throw new ConfigError("input annotation list cannot be empty");
  }
  return settings;
}

function settingsOf(config: KubeObject | undefined, source: Source): Settings | undefined {
  if (config === undefined) return undefined;
  if (isConfigMap(config)) return { annotations: configMapData(config, source), additionalFields: [] };
  if (!isKind(config, KIND, API_VERSION) && !isKind(config, LEGACY_KIND, API_VERSION)) return undefined;
  const fields = readFieldSpecs(config, "additionalAnnotationFields");
  const formerly = readFieldSpecs(config, "fieldSpecs");
  if (fields !== undefined && formerly !== undefined) {
    throw new ConfigError(
      "`fieldSpecs` has been deprecated, please rename it to `additionalAnnotationFields`",
    );
  }
  return { annotations: annotationsOf(config, source), additionalFields: fields ?? formerly ?? [] };
}

/** Numbers and booleans are taken as they are written, null as the empty string; the public function takes them likewise. */
function annotationsOf(config: KubeObject, source: Source): Record<string, string> {
  const annotations: unknown = config.annotations ?? {};
  if (!isMap(annotations)) throw new ConfigError("`annotations` must be a map of strings");
  const entries = Object.entries(annotations).map(([name, value]): [string, string] => {
    if (typeof value === "object" && value !== null) {
      throw new ConfigError(`\`annotations.${name}\` must be a string`);
    }
    if (typeof value === "string") return [name, value];
    if (value === null) return [name, ""];
    return [name, source.scalar(config, ["annotations", name])?.text ?? String(value)];
  });
  return Object.fromEntries(entries);
}
