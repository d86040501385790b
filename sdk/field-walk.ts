// Owns how the fields of a kustomize path are found in an object: through lists, and made where they are missing.

import { pathSteps } from "./fieldspec.ts";
import { textOf } from "./text.ts";
import type { KubeObject, Path } from "./types.ts";
import { isMap } from "./yaml/print.ts";

/** A field that is there: its value is `holder[key]`. */
export interface Field {
  readonly holder: Record<string, unknown>;
  readonly key: string;
  /** The way to it from the object, with the indexes of lists. */
  readonly path: Path;
}

/** A value that a field spec cannot use: it stands at `path`, and `reason` tells why, in kustomize's words. */
export class FieldError extends Error {
  override readonly name = "FieldError";
  readonly path: Path;
  readonly reason: string;

  constructor(path: Path, reason: string) {
    super(`${path.join(".")}: ${reason}`);
    this.path = path;
    this.reason = reason;
  }
}

/** What a field spec asks of an object's kind; empty or absent: nothing. */
export interface KindFilter {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
}

/**
 * Whether an object is of the group, version and kind; an object without one of them is not (unlike `specMatches`).
 * Source: `isMatchGVK` in api/filters/fieldspec/fieldspec.go of https://github.com/kubernetes-sigs/kustomize.
 */
export function isSelected(object: KubeObject, { group, version, kind }: KindFilter): boolean {
  const own = kindOf(object);
  return (
    (!kind || kind === own.kind) && (!group || group === own.group) && (!version || version === own.version)
  );
}

/**
 * The fields at a path such as `spec/template/metadata/annotations` or `spec/images[]/image`: lists on the way are walked
 * through, each of their elements, with or without `[]`; `\/` stands for a slash in a key, and a leading slash for nothing.
 * With `make`, a missing or null field gets what it gives, and maps are made on the way, but no lists (`[]`); without it such
 * a field is left out.
 * Source: `handleMap` and `handleSequence` in api/filters/fieldspec/fieldspec.go of kustomize.
 * @throws {FieldError} where a value on the way is no map and no list.
 */
export function fieldsAt(object: KubeObject, path: string, make?: () => unknown): Field[] {
  const steps = stepsOf(path);
  const found: Field[] = [];
  const walk = (value: unknown, at: number, way: Path): void => {
    if (value === undefined || value === null) return;
    if (Array.isArray(value)) {
      for (const [index, element] of value.entries()) walk(element, at, [...way, index]);
    } else if (isMap(value)) enter(value, at, way);
    else throw new FieldError(way, "expected sequence or mapping node");
  };
  const enter = (map: Record<string, unknown>, at: number, way: Path): void => {
    const { name = "", isList = false } = steps[at] ?? {};
    const isLast = at === steps.length - 1;
    if (Object.hasOwn(map, name) ? map[name] === null : true) {
      if (make === undefined || isList) return;
      map[name] = isLast ? make() : {};
    }
    const inner = [...way, name];
    if (isLast) found.push({ holder: map, key: name, path: inner });
    else walk(map[name], at + 1, inner);
  };
  enter(object, 0, []);
  return found;
}

/** Whether a path has a step without a name, which no field can have: `""`, `a//b`, `a/[]`. */
export function hasNamelessStep(path: string): boolean {
  return stepsOf(path).some(({ name }) => name === "");
}

/**
 * What a message says where a field of an object cannot be used; objects stand in it as kustomize names them, such as
 * `Deployment.v1.apps/web.[noNs]`.
 * Source: `Filter` in the same file, and `ResId.String` in kyaml/resid/resid.go.
 */
export function fieldMessage(object: KubeObject, path: string, reason: string): string {
  const { group, version, kind } = kindOf(object);
  const own = [kind || "[noKind]", version || "[noVer]", group || "[noGrp]"].join(".");
  const name = `${textOf(object.metadata?.name || "[noName]")}.${textOf(object.metadata?.namespace || "[noNs]")}`;
  return `considering field '${path}' of object ${own}/${name}: ${reason}`;
}

/** What kind of YAML node a value is, as kustomize's messages say it. */
export function nodeKind(value: unknown): "MappingNode" | "SequenceNode" | "ScalarNode" {
  if (isMap(value)) return "MappingNode";
  return Array.isArray(value) ? "SequenceNode" : "ScalarNode";
}

interface Step {
  readonly name: string;
  readonly isList: boolean;
}

const knownSteps = new Map<string, readonly Step[]>();

function stepsOf(path: string): readonly Step[] {
  let steps = knownSteps.get(path);
  if (steps === undefined) {
    const names = pathSteps(path.length > 1 && path.startsWith("/") ? path.slice(1) : path);
    steps = (names.length === 0 ? [""] : names).map((name) => ({
      name: name.replace(/\[\]$/, ""),
      isList: name.endsWith("[]"),
    }));
    knownSteps.set(path, steps);
  }
  return steps;
}

function kindOf(object: KubeObject): Required<KindFilter> {
  const apiVersion = typeof object.apiVersion === "string" ? object.apiVersion : "";
  const slash = apiVersion.indexOf("/");
  return {
    group: slash < 0 ? "" : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind: typeof object.kind === "string" ? object.kind : "",
  };
}
