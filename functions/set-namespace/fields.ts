// Owns where namespaces stand in resources.
import {
  isKind,
  isMap,
  isNamespaced,
  type KubeObject,
  NAMESPACE_REFERENCES,
  placesAt,
  specMatches,
} from "../../sdk/index.ts";
import { originOf } from "./origin.ts";

/** A field that holds a namespace, or should. */
export interface NamespaceField {
  /** As it is now; empty where it is missing. */
  readonly value: string;
  readonly set: (namespace: string) => void;
  /** The resource that is in this namespace, or is it; undefined for a field that refers to one. */
  readonly resource?: KubeObject;
  /** The namespace of that resource upstream. */
  readonly origin?: string | undefined;
}

/** Every namespace field: first what refers to namespaces and Namespace objects themselves, then what is in one. */
export function namespaceFields(objects: readonly KubeObject[]): NamespaceField[] {
  return [
    ...objects.flatMap((object) => [...references(object), ...ownName(object)]),
    ...objects.flatMap((object) => ownNamespace(object)),
  ];
}

function references(object: KubeObject): NamespaceField[] {
  return NAMESPACE_REFERENCES.filter((spec) => specMatches(object, spec)).flatMap((spec) =>
    placesAt(object, spec.within ?? "")
      .filter(({ map }) => spec.within !== "subjects" || map.kind === "ServiceAccount")
      .flatMap(({ map }) => referenceField(map, spec.path)),
  );
}

function referenceField(map: Record<string, unknown>, key: string): NamespaceField[] {
  const value = map[key];
  const set = (to: string) => {
    map[key] = to;
  };
  return typeof value === "string" ? [{ value, set }] : [];
}

function ownName(object: KubeObject): NamespaceField[] {
  return isKind(object, "Namespace", "v1") ? metadataField(object, "name", originOf(object).name) : [];
}

function ownNamespace(object: KubeObject): NamespaceField[] {
  return isNamespaced(object) ? metadataField(object, "namespace", originOf(object).namespace) : [];
}

function metadataField(resource: KubeObject, field: string, origin: string | undefined): NamespaceField[] {
  const metadata: unknown = resource.metadata ?? {};
  if (!isMap(metadata)) return [];
  const value = metadata[field];
  const set = (to: string) => {
    metadata[field] = to;
    if (resource.metadata !== metadata) resource.metadata = metadata;
  };
  return [{ value: typeof value === "string" ? value : "", set, resource, origin }];
}
