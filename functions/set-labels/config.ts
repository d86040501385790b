// Owns which labels set-labels is configured with.
import {
  apiGroup,
  ConfigError,
  configMapData,
  isMap,
  type KubeObject,
  type ResourceList,
  type Source,
  textOf,
} from "../../sdk/index.ts";

/** Name of the empty ConfigMap that `kpt fn eval` passes where the user gives no functionConfig. */
const PLACEHOLDER = "function-input";

/** Labels to set, sorted by name, which is the order in which new ones are added. */
export type Labels = readonly (readonly [name: string, value: string])[];

/**
 * The labels of a ConfigMap (`data`) or SetLabels (`labels`) functionConfig; undefined where none is given at all.
 * Source of the forms: the README of the public function; of the messages: go/fn/runnerProcessor.go of krm-functions-sdk.
 * @throws {ConfigError} for another kind, and for labels that are no strings.
 */
export function readLabels({ functionConfig: config = {}, source }: ResourceList): Labels | undefined {
  if (isPlaceholder(config)) return undefined;
  const group = apiGroup(config.apiVersion);
  if (config.kind === "ConfigMap" && group === "") return sorted(configMapData(config, source));
  if (config.kind === "SetLabels" && group === "fn.kpt.dev") return sorted(stringMap(config, source));
  const kind = [config.kind ?? "", group].filter((part) => part !== "").join(".");
  throw new ConfigError(
    `unknown FunctionConfig \`${textOf(kind)}\`, expect \`SetLabels.fn.kpt.dev\` or \`ConfigMap.v1\``,
  );
}

function isPlaceholder(config: KubeObject): boolean {
  if (Object.keys(config).length === 0) return true;
  const noData = Object.keys(config.data ?? {}).length === 0;
  return config.kind === "ConfigMap" && config.metadata?.name === PLACEHOLDER && noData;
}

function stringMap(config: KubeObject, source: Source): Record<string, string> {
  const labels: unknown = config.labels ?? {};
  if (!isMap(labels)) throw new ConfigError("`labels` must be a map of strings");
  const bad = Object.keys(labels).filter((name) => typeof labels[name] !== "string");
  ConfigError.throwAll(
    bad.map((name) => {
      const text = source.scalar(config, ["labels", name])?.text;
      const found = text === undefined ? "" : `, found "${text}"; put it in quotes`;
      return `\`labels.${name}\` must be a string${found}`;
    }),
  );
  return labels as Record<string, string>;
}

function sorted(labels: Record<string, string>): Labels {
  return Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
}
