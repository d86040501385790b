// Owns ProjectServiceSets: which resource is one, and what it asks for.
import { isKind, isMap, type KubeObject, type Path, type Source } from "../../sdk/index.ts";

/** Group and kind, as owner references give them. */
export const OWNER_KIND = "blueprints.cloud.google.com/ProjectServiceSet";

/** What a ProjectServiceSet asks for. */
export interface ServiceSet {
  readonly name: string;
  readonly namespace: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Services as `compute.googleapis.com`, not yet checked. */
  readonly services: readonly string[];
  /** Empty where it names no project. */
  readonly projectID: string;
}

/** A ProjectServiceSet that cannot be used; its message is the function's error. */
export class ServiceSetError extends Error {
  override readonly name = "ServiceSetError";
}

/** Whether a resource is a ProjectServiceSet, in the one version that there is. */
export function isServiceSet(object: KubeObject): boolean {
  return isKind(object, "ProjectServiceSet", "blueprints.cloud.google.com/v1alpha1");
}

/**
 * Reads a ProjectServiceSet. Values that stand for strings are taken as they are written, missing and null ones as empty:
 * `projectID: 0123` is "0123".
 * @throws {ServiceSetError} where something else stands in the place of a map, a list or a string.
 */
export function readServiceSet(object: KubeObject, source: Source): ServiceSet {
  const text = (value: unknown, path: Path): string => {
    if (value === undefined || value === null) return "";
    if (typeof value === "string") return value;
    if (typeof value === "object") throw wrongType(path, "a string", value);
    return source.scalar(object, path)?.text ?? String(value);
  };
  const metadata = mapIn(object.metadata, ["metadata"]);
  const annotations = Object.entries(mapIn(metadata.annotations, ["metadata", "annotations"]));
  const spec = mapIn(object.spec, ["spec"]);
  const services: unknown = spec.services ?? [];
  if (!Array.isArray(services)) throw wrongType(["spec", "services"], "a list of strings", services);
  return {
    name: text(metadata.name, ["metadata", "name"]),
    namespace: text(metadata.namespace, ["metadata", "namespace"]),
    annotations: Object.fromEntries(
      annotations.map(([name, value]) => [name, text(value, ["metadata", "annotations", name])]),
    ),
    services: services.map((service, index) => text(service, ["spec", "services", index])),
    projectID: text(spec.projectID, ["spec", "projectID"]),
  };
}

function mapIn(value: unknown, path: Path): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (!isMap(value)) throw wrongType(path, "a map", value);
  return value;
}

function wrongType(path: Path, expected: string, value: unknown): ServiceSetError {
  const found = Array.isArray(value) ? "a list" : isMap(value) ? "a map" : `"${value}"`;
  return new ServiceSetError(`\`${path.join(".")}\` must be ${expected}, found ${found}`);
}
