// Owns enable-gcp-services: generates a Service resource for every GCP service that a ProjectServiceSet enables.
import { isMap, type KubeObject, LOCAL_CONFIG, type ResourceList } from "../../sdk/index.ts";
import { ownerReference, pathAnnotations, servicesOf } from "./generate.ts";
import { type Plan, replaceServices } from "./replace.ts";
import { isServiceSet, readServiceSet, ServiceSetError } from "./service-set.ts";

/**
 * Generates the services of every ProjectServiceSet. Those that it generated before are replaced, and removed where they are no
 * longer asked for; their owner reference tells them. Where one set is wrong, nothing changes.
 * Source of rules and messages: the README, main.go and gcpservices/ of the public function, v0.1.0
 * (https://github.com/kptdev/krm-functions-catalog/tree/main/functions/go/enable-gcp-services).
 */
export default function enableGcpServices(list: ResourceList): void {
  const owners = list.items.filter(isServiceSet);
  if (owners.length === 0) return;
  try {
    const plans = plansFor(list, owners);
    for (const owner of owners) markLocal(owner);
    const { items, results } = replaceServices(list.items, plans);
    list.items = items;
    list.results.push(...results);
  } catch (error) {
    if (!(error instanceof ServiceSetError)) throw error;
    list.results.push({ message: `failed to add services: ${error.message}`, severity: "error" });
  }
}

function plansFor({ items, source }: ResourceList, owners: readonly KubeObject[]): Plan[] {
  const pathNames = pathAnnotations(items);
  const sets = owners.map((owner) => ({ owner, set: readServiceSet(owner, source) }));
  return sets.map(({ owner, set }) => ({
    owner: ownerReference(set),
    services: servicesOf(set, owner, pathNames),
  }));
}

/** A ProjectServiceSet is for this function alone, and is never applied to a cluster. */
function markLocal(owner: KubeObject): void {
  owner.metadata ??= {};
  if (isMap(owner.metadata.annotations)) owner.metadata.annotations[LOCAL_CONFIG] = "true";
  else owner.metadata.annotations = { [LOCAL_CONFIG]: "true" };
}
