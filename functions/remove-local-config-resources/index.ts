// Owns remove-local-config-resources: removes the resources that are marked as local configuration.
import {
  type KubeObject,
  LOCAL_CONFIG,
  type ResourceList,
  type Result,
  resourceFile,
  textOf,
} from "../../sdk/index.ts";

/**
 * Removes every resource with the annotation `config.kubernetes.io/local-config: "true"`, and tells each. Needs no functionConfig.
 * Source of rules and messages: the README and main.go of the public function, v0.1.0
 * (https://github.com/kptdev/krm-functions-catalog/tree/main/functions/go/remove-local-config-resources).
 */
export default function removeLocalConfigResources(list: ResourceList): void {
  const removed = list.items.filter(isMarked);
  if (removed.length === 0) {
    const message = "Found no resources to prune with the local config annotation";
    list.results.push({ message, severity: "warning" });
    return;
  }
  list.items = list.items.filter((object) => !isMarked(object));
  list.results.push({ message: `Number of resources pruned: ${removed.length}`, severity: "info" });
  for (const object of removed) list.results.push(removal(object));
}

/** In any case, also without quotes; unlike elsewhere, no other value marks a resource. */
function isMarked(object: KubeObject): boolean {
  const mark: unknown = object.metadata?.annotations?.[LOCAL_CONFIG];
  return mark === true || (typeof mark === "string" && mark.toLowerCase() === "true");
}

function removal(object: KubeObject): Result {
  const file = resourceFile(object)?.path;
  return {
    message: `Resource name: [${textOf(object.metadata?.name ?? "")}]`,
    severity: "info",
    ...(file && { file: { path: file } }),
  };
}
