// Owns field specs: paths that fields of some kinds have, and how they are walked in an object.
import { matchesKind } from "./kinds.ts";
import type { KubeObject, Path } from "./types.ts";
import { isMap } from "./yaml/print.ts";

/** Where a field is, in objects of a kind; after kustomize's FieldSpec (https://github.com/kubernetes-sigs/kustomize/blob/master/api/types/fieldspec.go). */
export interface FieldSpec {
  /** Only objects of this group; absent: of any. */
  readonly group?: string;
  /** Only objects of this version; absent: of any. */
  readonly version?: string;
  /** Only objects of this kind; absent: of any. */
  readonly kind?: string;
  /**
   * The map that holds the field, as `spec/template/spec`; it has to exist. Lists on the way are walked through, each of
   * their elements. Absent: the object itself.
   */
  readonly within?: string;
  /** The field, from there: `metadata/labels`. */
  readonly path: string;
  /** Whether a field that is not there is made, with the maps on the way. Default: false. */
  readonly create?: boolean;
}

/** A map in an object, and the way to it. */
export interface Place {
  readonly map: Record<string, unknown>;
  readonly path: Path;
}

/** A field that should hold a map or lie in one, and does not. */
export class FieldTypeError extends Error {
  override readonly name = "FieldTypeError";
  /** The way to the value that is no map. */
  readonly path: Path;

  constructor(path: Path) {
    super(`${path.join(".")} must be a map`);
    this.path = path;
  }
}

/** Whether an object is of the kind that a field spec is for. */
export function specMatches(object: KubeObject, spec: FieldSpec): boolean {
  return matchesKind(object, spec.group ?? "", spec.version ?? "", spec.kind ?? "");
}

const knownSteps = new Map<string, readonly string[]>();

/** The steps of a path such as `spec/template`; `\/` stands for a slash in a key. Worked out once for each path. */
export function pathSteps(path: string): readonly string[] {
  let steps = knownSteps.get(path);
  if (steps === undefined) {
    steps = path === "" ? [] : path.split(/(?<!\\)\//).map((step) => step.replaceAll("\\/", "/"));
    knownSteps.set(path, steps);
  }
  return steps;
}

/** The maps that are at a path, through every element of lists on the way; none where something is missing or is no map. */
export function placesAt(object: KubeObject, path: string): Place[] {
  let places: Place[] = [{ map: object, path: [] }];
  for (const step of pathSteps(path)) {
    const next: Place[] = [];
    for (const place of places) collectMaps(place.map[step], [...place.path, step], next);
    places = next;
  }
  return places;
}

/**
 * The map at a path under a place. A missing or null one is made when `create` is set, else undefined is given.
 * @throws {FieldTypeError} where a value on the way, or at its end, is something else than a map.
 */
export function mapAt(place: Place, path: string, create = false): Record<string, unknown> | undefined {
  let map = place.map;
  const walked = [...place.path];
  for (const step of pathSteps(path)) {
    walked.push(step);
    let next = map[step];
    if (next === undefined || next === null) {
      if (!create) return undefined;
      next = {};
      map[step] = next;
    }
    if (!isMap(next)) throw new FieldTypeError(walked);
    map = next;
  }
  return map;
}

function collectMaps(value: unknown, path: Path, found: Place[]): void {
  if (isMap(value)) found.push({ map: value, path });
  else if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) collectMaps(element, [...path, index], found);
  }
}
