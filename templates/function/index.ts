// Owns NAME: sets annotations on every resource.
import { ConfigError, configMapData, isConfigMap, type ResourceList } from "../../sdk/index.ts";

/** Sets each entry of the ConfigMap's `data` as an annotation on every resource. */
export default function setAnnotations({ items, functionConfig, source }: ResourceList): void {
  if (functionConfig === undefined || !isConfigMap(functionConfig)) {
    throw new ConfigError("functionConfig must be a ConfigMap of v1");
  }
  const annotations = Object.entries(configMapData(functionConfig, source));
  if (annotations.length === 0)
    throw new ConfigError("functionConfig must have at least one entry in `data`");
  for (const item of items) {
    item.metadata ??= {};
    item.metadata.annotations ??= {};
    for (const [key, value] of annotations) item.metadata.annotations[key] = value;
  }
}
