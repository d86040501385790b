// Owns resource lists for tests of functions that need no source text.
import type { KubeObject, ResourceList, Result } from "../../../sdk/index.ts";

/** A list of objects without comments. */
export function listOf(items: KubeObject[], functionConfig?: KubeObject): ResourceList {
  return {
    items,
    ...(functionConfig === undefined ? {} : { functionConfig }),
    results: [],
    comments: { get: () => undefined, set: () => false, list: () => [] },
    source: { scalar: () => undefined, setScalar: () => false, setBlock: () => false, copy: () => undefined },
  };
}

/** Results as `severity: message`. */
export function lines(results: readonly Result[]): string[] {
  return results.map(({ severity = "none", message }) => `${severity}: ${message}`);
}
