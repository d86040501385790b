// Owns what set-image is configured with.
import {
  ConfigError,
  configMapData,
  type FieldSpec,
  isMap,
  type KubeObject,
  matchesKind,
  type ResourceList,
  readFieldSpecs,
  type Source,
  textOf,
} from "../../sdk/index.ts";
import type { Image } from "./image.ts";

/** What to change, and where beside the default fields. */
export interface Settings {
  readonly image: Image;
  readonly additionalFields: readonly FieldSpec[];
}

/** A functionConfig of a kind that the function does not take. */
export class KindError extends ConfigError {}

const FIELDS = ["name", "newName", "newTag", "digest"] as const;

/**
 * Reads a ConfigMap (`data`) or a SetImage (`image`, `additionalImageFields`).
 * Source: the README of the public function for the forms and for what is an error; transformer/images_transformer.go, and
 * go/fn/runnerProcessor.go of krm-functions-sdk, for the messages.
 * @throws {ConfigError} where it does not tell which image to change, or into what.
 */
export function readSettings({ functionConfig: config = {}, source }: ResourceList): Settings {
  const settings = settingsOf(config, source);
  const { name, newName, newTag, digest } = settings.image;
  if (name === "") throw new ConfigError("must specify `name`");
  if (newName === "" && newTag === "" && digest === "") {
    throw new ConfigError("must specify one of `newName`, `newTag`, or `digest`");
  }
  if (newTag !== "" && digest !== "") throw new ConfigError("must specify only one of `newTag` or `digest`");
  return settings;
}

/** Whether there is no functionConfig at all. */
export function isMissing(config: KubeObject | undefined): boolean {
  return config === undefined || Object.keys(config).length === 0;
}

function settingsOf(config: KubeObject, source: Source): Settings {
  if (isMissing(config)) return { image: imageOf({}), additionalFields: [] };
  if (matchesKind(config, "", "v1", "ConfigMap")) {
    const data = configMapData(config, source);
    const wrong = Object.keys(data).find((key) => !FIELDS.some((field) => field === key));
    if (wrong !== undefined) throw new ConfigError(`ConfigMap has wrong field name ${wrong}`);
    return { image: imageOf(data), additionalFields: [] };
  }
  if (matchesKind(config, "fn.kpt.dev", "v1alpha1", "SetImage")) {
    const additionalFields = readFieldSpecs(config, "additionalImageFields") ?? [];
    return { image: imageOf(stringsOf(config, source)), additionalFields };
  }
  throw new KindError(`unknown FunctionConfig \`${textOf(config.kind ?? "")}\`, expect SetImage`);
}

function stringsOf(config: KubeObject, source: Source): Record<string, string> {
  const image: unknown = config.image ?? {};
  if (!isMap(image)) throw new ConfigError("`image` must be a map");
  const entries = FIELDS.map((field): [string, string] => {
    const value = image[field] ?? "";
    if (typeof value === "string") return [field, value];
    const text = source.scalar(config, ["image", field])?.text;
    const found = text === undefined ? "" : `, found "${text}"; put it in quotes`;
    throw new ConfigError(`\`image.${field}\` must be a string${found}`);
  });
  return Object.fromEntries(entries);
}

function imageOf({ name = "", newName = "", newTag = "", digest = "" }: Record<string, string>): Image {
  return { name, newName, newTag, digest };
}
