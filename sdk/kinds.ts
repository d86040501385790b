// Owns what is known of an object from its kind: the group and version, whether it lives in a namespace, whether it is local.
import { textOf } from "./text.ts";
import type { KubeObject } from "./types.ts";

/** Annotation of a resource that stays in the package and is never applied to a cluster. */
export const LOCAL_CONFIG = "config.kubernetes.io/local-config";

/** Namespace of a namespaced object that names none. */
export const DEFAULT_NAMESPACE = "default";

/**
 * Built-in kinds that live in a namespace. The two lists hold what the public functions have in theirs and nothing newer
 * (`autoscaling/v2` is not there), so that the same input is treated alike.
 * Source: `PrecomputedIsNamespaceScoped` in go/fn/internal/namespace.go of https://github.com/kptdev/krm-functions-sdk.
 */
const NAMESPACED = /* @__PURE__ */ kinds({
  v1: `ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodAttachOptions PodExecOptions
    PodPortForwardOptions PodProxyOptions PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount
    ServiceProxyOptions`,
  "apps/v1": "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet",
  "autoscaling/v1": "HorizontalPodAutoscaler Scale",
  "autoscaling/v2beta1": "HorizontalPodAutoscaler",
  "autoscaling/v2beta2": "HorizontalPodAutoscaler",
  "batch/v1": "CronJob Job",
  "batch/v1beta1": "CronJob",
  "coordination.k8s.io/v1": "Lease",
  "coordination.k8s.io/v1beta1": "Lease",
  "discovery.k8s.io/v1": "EndpointSlice",
  "discovery.k8s.io/v1beta1": "EndpointSlice",
  "events.k8s.io/v1": "Event",
  "events.k8s.io/v1beta1": "Event",
  "extensions/v1beta1": "Ingress",
  "networking.k8s.io/v1": "Ingress NetworkPolicy",
  "networking.k8s.io/v1beta1": "Ingress",
  "policy/v1": "PodDisruptionBudget",
  "policy/v1beta1": "PodDisruptionBudget",
  "rbac.authorization.k8s.io/v1": "Role RoleBinding",
  "rbac.authorization.k8s.io/v1beta1": "Role RoleBinding",
  "storage.k8s.io/v1beta1": "CSIStorageCapacity",
});

/** Built-in kinds that live in no namespace, whatever an object's metadata says. */
const CLUSTER_SCOPED = /* @__PURE__ */ kinds({
  v1: "ComponentStatus Namespace Node NodeProxyOptions PersistentVolume",
  "admissionregistration.k8s.io/v1": "MutatingWebhookConfiguration ValidatingWebhookConfiguration",
  "admissionregistration.k8s.io/v1beta1": "MutatingWebhookConfiguration ValidatingWebhookConfiguration",
  "apiextensions.k8s.io/v1": "CustomResourceDefinition",
  "apiextensions.k8s.io/v1beta1": "CustomResourceDefinition",
  "apiregistration.k8s.io/v1": "APIService",
  "apiregistration.k8s.io/v1beta1": "APIService",
  "certificates.k8s.io/v1": "CertificateSigningRequest",
  "certificates.k8s.io/v1beta1": "CertificateSigningRequest",
  "flowcontrol.apiserver.k8s.io/v1beta1": "FlowSchema PriorityLevelConfiguration",
  "networking.k8s.io/v1": "IngressClass",
  "networking.k8s.io/v1beta1": "IngressClass",
  "node.k8s.io/v1": "RuntimeClass",
  "node.k8s.io/v1beta1": "RuntimeClass",
  "policy/v1beta1": "PodSecurityPolicy",
  "rbac.authorization.k8s.io/v1": "ClusterRole ClusterRoleBinding",
  "rbac.authorization.k8s.io/v1beta1": "ClusterRole ClusterRoleBinding",
  "scheduling.k8s.io/v1": "PriorityClass",
  "scheduling.k8s.io/v1beta1": "PriorityClass",
  "storage.k8s.io/v1": "CSIDriver CSINode StorageClass VolumeAttachment",
  "storage.k8s.io/v1beta1": "CSIDriver CSINode StorageClass VolumeAttachment",
});

/**
 * Whether an object lives in a namespace: by its kind where that is built in, else (custom resources) by whether it has
 * the field `metadata.namespace`, even if empty.
 * Source: README of the public set-namespace, and `IsNamespaceScoped` in go/fn/object.go of krm-functions-sdk.
 */
export function isNamespaced(object: KubeObject): boolean {
  const key = `${textOf(object.apiVersion)} ${textOf(object.kind)}`;
  if (NAMESPACED.has(key)) return true;
  return !CLUSTER_SCOPED.has(key) && hasNamespace(object);
}

/** Whether an object has the field `metadata.namespace`, even if empty. */
export function hasNamespace(object: KubeObject): boolean {
  return object.metadata?.namespace !== undefined;
}

/**
 * The namespace that an object is in: `default` where a namespaced one names none, undefined for one of cluster scope.
 * Source: `effectiveNamespace` in go/fn/origin.go of krm-functions-sdk.
 */
export function effectiveNamespace(object: KubeObject): string | undefined {
  if (hasNamespace(object)) return text(object.metadata?.namespace);
  return isNamespaced(object) ? DEFAULT_NAMESPACE : undefined;
}

/**
 * Whether an object is of the group, version and kind, where an empty string stands for any, in the wanted ones and in
 * the object's own.
 * Source: `KubeObject.IsGVK` in go/fn/object.go of krm-functions-sdk; kustomize's field specs select likewise.
 */
export function matchesKind(object: KubeObject, group: string, version: string, kind: string): boolean {
  const alike = (own: string, wanted: string) => own === wanted || own === "" || wanted === "";
  if (!alike(text(object.kind), kind)) return false;
  const apiVersion = text(object.apiVersion);
  const slash = apiVersion.indexOf("/");
  return (
    alike(slash < 0 ? "" : apiVersion.slice(0, slash), group) && alike(apiVersion.slice(slash + 1), version)
  );
}

/** Whether the object is marked as local configuration: by any value but empty and "false", also a `true` without quotes. */
export function isLocalConfig(object: KubeObject): boolean {
  const mark = textOf(object.metadata?.annotations?.[LOCAL_CONFIG] ?? "");
  return mark !== "" && mark !== "false";
}

/** How result messages name an object: `Resource(apiVersion=v1, kind=Service, namespace=, name=web)`. */
export function shortName(object: KubeObject): string {
  const { name, namespace } = object.metadata ?? {};
  return `Resource(apiVersion=${text(object.apiVersion)}, kind=${text(object.kind)}, namespace=${text(namespace)}, name=${text(name)})`;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function kinds(byVersion: Record<string, string>): ReadonlySet<string> {
  const all = Object.entries(byVersion).flatMap(([apiVersion, names]) =>
    names.split(/\s+/).map((name) => `${apiVersion} ${name}`),
  );
  return new Set(all);
}
