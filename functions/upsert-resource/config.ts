// Owns which resources the functionConfig of upsert-resource gives.
import { ConfigError, isConfigMap, isMap, type Path, type ResourceList } from "../../sdk/index.ts";

/** Name of the ConfigMap that `kpt fn eval` passes for its arguments, also where there are none. */
const ARGUMENTS = "function-input";

/**
 * Paths of the resources in the functionConfig: itself, or the `items` of one whose kind is List.
 * Source: `unwrap` in upsertresource/upsert_resource.go of the public function; the message is kyaml's for what is no resource.
 * @throws {ConfigError} where no resource is given, or one is no map or has none of apiVersion, kind and metadata.
 */
export function givenResources({ functionConfig: config }: ResourceList): Path[] {
  const isEmpty = config === undefined || Object.keys(config).length === 0;
  if (isEmpty || (isConfigMap(config) && config.metadata?.name === ARGUMENTS && isNothing(config.data))) {
    throw problem("functionConfig must be the resource to upsert, or a List of them");
  }
  if (config.kind !== "List") return [checked(config, [])];
  const items: unknown = config.items ?? [];
  if (!Array.isArray(items)) throw problem("`items` of the List must be a list of resources");
  return items.map((item, index) => checked(item, ["items", index]));
}

function checked(resource: unknown, path: Path): Path {
  if (!isMap(resource)) throw problem("missing Resource metadata");
  const { apiVersion, kind, metadata } = resource;
  if (apiVersion === undefined && kind === undefined && metadata === undefined) {
    throw problem("missing Resource metadata");
  }
  if (!isNothing(metadata) && !isMap(metadata)) throw problem("`metadata` of a resource must be a map");
  const annotations: unknown = isMap(metadata) ? metadata.annotations : undefined;
  if (!isNothing(annotations) && !isMap(annotations)) {
    throw problem("`metadata.annotations` of a resource must be a map");
  }
  return path;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (isMap(value) && Object.keys(value).length === 0);
}

function problem(message: string): ConfigError {
  return new ConfigError(`failed to upsert resource: ${message}`);
}
