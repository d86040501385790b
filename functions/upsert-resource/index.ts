// Owns upsert-resource: puts resources into a package, in the place of those that are the same ones.
import { isDeepStrictEqual } from "node:util";
import { ConfigError, isMap, type KubeObject, type ResourceList } from "../../sdk/index.ts";
import { addedAnnotations, isFunctionConfig, replacedAnnotations, setAnnotations } from "./annotations.ts";
import { givenResources } from "./config.ts";
import { ResourceIndex } from "./match.ts";

/**
 * Replaces every resource that is the same as one that the functionConfig gives; where there is none, adds it at the end.
 * Source of rules and messages: the README and upsertresource/upsert_resource.go of the public function, v0.2.0
 * (https://github.com/kptdev/krm-functions-catalog/tree/main/functions/go/upsert-resource).
 */
export default function upsertResource(list: ResourceList): void {
  const given = givenResources(list);
  const index = new ResourceIndex();
  list.items.forEach((item, place) => {
    if (!isFunctionConfig(item)) index.add(item, place);
  });
  for (const path of given) {
    const resource = copyOf(list, path);
    const places = index.matches(resource);
    for (const place of places) {
      const copy = copyOf(list, path);
      setAnnotations(copy, replacedAnnotations(copy, list.items[place] as KubeObject));
      // One that says the same already stays as it is written.
      if (!isDeepStrictEqual(copy, list.items[place])) list.items[place] = copy;
    }
    if (places.length > 0) continue;
    setAnnotations(resource, addedAnnotations(resource));
    index.add(resource, list.items.length);
    list.items.push(resource);
  }
}

function copyOf(list: ResourceList, path: readonly (string | number)[]): KubeObject {
  const copy = list.source.copy(list.functionConfig ?? {}, path);
  if (!isMap(copy)) throw new ConfigError("failed to upsert resource: missing Resource metadata");
  return copy;
}
