// Owns the annotations by which upsert-resource and the orchestrator tell where a resource stands.
import { INDEX_ANNOTATIONS, isMap, type KubeObject, PATH_ANNOTATIONS, textOf } from "../../sdk/index.ts";

/** On a given resource: the file that it belongs into. It never gets into the package. */
const TARGET_PATH = "config.kubernetes.io/target-path";

/** What marks a resource as a function's configuration, in packages of kpt before 1.0. */
const FUNCTION = ["config.kubernetes.io/function", "config.k8s.io/function"];

const PLACE: readonly string[] = [...PATH_ANNOTATIONS, ...INDEX_ANNOTATIONS];

type Annotations = Record<string, unknown>;

/** Whether a resource of the package is a function's configuration, which is never replaced. */
export function isFunctionConfig(resource: KubeObject): boolean {
  return FUNCTION.some((name) => Boolean(annotationsOf(resource)[name]));
}

/** The file that a given resource belongs into; undefined where any will do. */
export function targetPath(resource: KubeObject): string | undefined {
  return text(annotationsOf(resource)[TARGET_PATH]);
}

/** The file that a resource of the package is in. */
export function filePath(resource: KubeObject): string | undefined {
  const annotations = annotationsOf(resource);
  return PATH_ANNOTATIONS.map((name) => text(annotations[name])).find((path) => path !== undefined);
}

/**
 * The given resource's annotations, at the place of the one that it replaces.
 * Source: `combineInputAndMatchedAnnotations` of the public function, which sets empty ones where the place is not known.
 */
export function replacedAnnotations(given: KubeObject, matched: KubeObject): Annotations {
  const old = annotationsOf(matched);
  const place = PLACE.filter((name) => old[name] !== undefined).map((name) => [name, old[name]] as const);
  return { ...own(given), ...Object.fromEntries(place) };
}

/** The given resource's annotations without a place, or in the file of its target path, for a new one. Source: `AddResource`. */
export function addedAnnotations(given: KubeObject): Annotations {
  const path = targetPath(given);
  const file = path === undefined ? [] : PATH_ANNOTATIONS.map((name) => [name, path] as const);
  return { ...own(given), ...Object.fromEntries(file) };
}

/** Sets all annotations of a resource; without any, the field goes. */
export function setAnnotations(resource: KubeObject, annotations: Annotations): void {
  const { metadata } = resource;
  if (Object.keys(annotations).length > 0) {
    resource.metadata = { ...metadata, annotations: annotations as Record<string, string> };
  } else if (metadata?.annotations !== undefined) delete metadata.annotations;
}

function own(resource: KubeObject): Annotations {
  const dropped = new Set([...PLACE, ...FUNCTION, TARGET_PATH]);
  return Object.fromEntries(Object.entries(annotationsOf(resource)).filter(([name]) => !dropped.has(name)));
}

function annotationsOf({ metadata }: KubeObject): Annotations {
  const annotations: unknown = isMap(metadata) ? metadata.annotations : undefined;
  return isMap(annotations) ? annotations : {};
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null || value === "" ? undefined : textOf(value);
}
