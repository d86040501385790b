// Owns resources that functions generate: what they inherit from their owner, and how those of an earlier run are renewed.

import type { KubeObject } from "./types.ts";
import { isMap } from "./yaml/print.ts";

/** Annotations by which kpt and kustomize find a resource again while functions run; those after the slash are listed in kyaml's kioutil. */
const BOOKKEEPING =
  /^(internal\.config\.(kubernetes|k8s)\.io\/.*|config\.kubernetes\.io\/(path|index)|config\.k8s\.io\/id)$/;

/** Whether an annotation belongs to the orchestrator and to one resource: where it is stored, not what it is. */
export function isBookkeeping(annotation: string): boolean {
  return BOOKKEEPING.test(annotation);
}

/**
 * Makes a resource of an earlier run read as it is generated now, in place, so that the text of all that is still right stays.
 * It keeps the orchestrator's annotations, except for those that `wanted` gives.
 */
export function renew(object: KubeObject, wanted: KubeObject): void {
  const annotations: unknown = object.metadata?.annotations;
  const kept = isMap(annotations) ? Object.entries(annotations).filter(([name]) => isBookkeeping(name)) : [];
  const all = { ...Object.fromEntries(kept), ...wanted.metadata?.annotations };
  const metadata = { ...wanted.metadata, ...(Object.keys(all).length === 0 ? {} : { annotations: all }) };
  overwrite(object, { ...wanted, metadata });
}

function overwrite(map: Record<string, unknown>, wanted: Record<string, unknown>): void {
  for (const key of Object.keys(map)) if (!Object.hasOwn(wanted, key)) delete map[key];
  for (const [key, value] of Object.entries(wanted)) {
    const old = map[key];
    if (isMap(value) && isMap(old)) overwrite(old, value);
    else if (old !== value) map[key] = value;
  }
}
