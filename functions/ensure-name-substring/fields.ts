// Owns finding the values at a path of a resource, in every element of the lists on the way.
import { isMap, type KubeObject, pathSteps } from "../../sdk/index.ts";

/** A place for a value: a key of a map, or an index of a list. */
export interface Slot {
  readonly holder: Record<string | number, unknown>;
  readonly key: string | number;
}

/**
 * The places of the values at a path; of a list there, those of its elements. A step may end in `[]`. Where something is missing or
 * null there are none, or with `create` it is made; the value itself is then undefined or null.
 * Source: kustomize's https://github.com/kubernetes-sigs/kustomize/blob/master/api/filters/fieldspec/fieldspec.go.
 */
export function slotsAt(object: KubeObject, path: string, create = false): Slot[] {
  const found: Slot[] = [];
  descend(object, pathSteps(path), 0, create, found);
  return found;
}

/** A scalar as text; undefined for null, maps and lists. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return value === null || typeof value === "object" || value === undefined ? undefined : String(value);
}

function descend(value: unknown, steps: readonly string[], at: number, create: boolean, found: Slot[]): void {
  if (Array.isArray(value)) {
    for (const element of value) descend(element, steps, at, create, found);
    return;
  }
  const step = steps[at];
  if (!isMap(value) || step === undefined) return;
  const isList = step.endsWith("[]");
  const key = isList ? step.slice(0, -2) : step;
  const isNothing = !Object.hasOwn(value, key) || value[key] === null || value[key] === undefined;
  if (isNothing && (!create || isList)) return;
  if (at === steps.length - 1) collect(value, key, found);
  else {
    if (isNothing) value[key] = {};
    descend(value[key], steps, at + 1, create, found);
  }
}

function collect(holder: Record<string | number, unknown>, key: string | number, found: Slot[]): void {
  const value = holder[key];
  if (!Array.isArray(value)) found.push({ holder, key });
  else for (const index of value.keys()) collect(value as unknown as typeof holder, index, found);
}
