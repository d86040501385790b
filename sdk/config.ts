// Owns how a function reads its functionConfig in the forms that kpt and kustomize pass.
import { textOf } from "./text.ts";
import { ConfigError, type KubeObject, type Source } from "./types.ts";

/**
 * The `data` of a ConfigMap functionConfig, every value as a string.
 * Source: kpt's `--` arguments and `configMap:` of a Kptfile both arrive as a ConfigMap (https://kpt.dev/book/04-using-functions/).
 * Numbers and booleans are taken as they are written (with `source`; else as JavaScript prints them), null as the empty
 * string; the others are told in a ConfigError, all of them.
 */
export function configMapData(config: KubeObject, source?: Source): Record<string, string> {
  const data: unknown = config.data ?? {};
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    throw new ConfigError(`functionConfig: \`data\` must be a map of strings, not ${show(data)}`);
  }
  const entries = Object.entries(data);
  const bad = entries.filter(([, value]) => value !== null && typeof value === "object");
  ConfigError.throwAll(
    bad.map(([key, value]) => `functionConfig: \`data.${key}\` must be a string, not ${show(value)}`),
  );
  const text = (key: string, value: unknown): string =>
    typeof value === "string" ? value : (source?.scalar(config, ["data", key])?.text ?? String(value));
  return Object.fromEntries(entries.map(([key, value]) => [key, value === null ? "" : text(key, value)]));
}

/** Whether the object is of this kind; without `apiVersion`, of any group and version. */
export function isKind(object: KubeObject | undefined, kind: string, apiVersion?: string): boolean {
  return object?.kind === kind && (apiVersion === undefined || object.apiVersion === apiVersion);
}

/** Whether the functionConfig is a plain ConfigMap. */
export function isConfigMap(object: KubeObject | undefined): boolean {
  return isKind(object, "ConfigMap", "v1");
}

/** The functionConfig as text for a message: its apiVersion and kind, in double quotes. */
export function describeConfig(config: KubeObject): string {
  return `"${textOf(config.apiVersion ?? "")}, Kind=${textOf(config.kind ?? "")}"`;
}

function show(value: unknown): string {
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "a map" : `"${String(value)}"`;
}
