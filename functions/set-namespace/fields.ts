// Owns where namespaces stand in resources.
import {
  type FieldSpec,
  isKind,
  isMap,
  isNamespaced,
  type KubeObject,
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

/**
 * Maps whose `namespace`, where it is set, refers to a namespace.
 * Source: the README of the public function; the webhook configurations are in kustomize's list
 * (https://github.com/kubernetes-sigs/kustomize/blob/master/api/internal/konfig/builtinpluginconsts/namespace.go).
 */
const REFERENCES: readonly FieldSpec[] = [
  { kind: "RoleBinding", within: "subjects", path: "namespace" },
  { kind: "ClusterRoleBinding", within: "subjects", path: "namespace" },
  {
    group: "apiextensions.k8s.io",
    kind: "CustomResourceDefinition",
    within: "spec/conversion/webhook/clientConfig/service",
    path: "namespace",
  },
  { group: "apiregistration.k8s.io", kind: "APIService", within: "spec/service", path: "namespace" },
  ...["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"].map((kind) => ({
    group: "admissionregistration.k8s.io",
    kind,
    within: "webhooks/clientConfig/service",
    path: "namespace",
  })),
];

/** Every namespace field: first what refers to namespaces and Namespace objects themselves, then what is in one. */
export function namespaceFields(objects: readonly KubeObject[]): NamespaceField[] {
  return [
    ...objects.flatMap((object) => [...references(object), ...ownName(object)]),
    ...objects.flatMap((object) => ownNamespace(object)),
  ];
}

function references(object: KubeObject): NamespaceField[] {
  return REFERENCES.filter((spec) => specMatches(object, spec)).flatMap((spec) =>
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
