// Owns which fields of which kinds refer to other resources by name.
import { isSelected, type KindFilter } from "./field-walk.ts";
import { textOf } from "./text.ts";
import type { KubeObject } from "./types.ts";
import { isMap } from "./yaml/print.ts";

/** A field that refers to resources of a kind by their name. */
export interface NameReference {
  /** The resources that have the field. */
  readonly referrer: KindFilter;
  /** The field's path, as `fieldsAt` takes it. */
  readonly path: string;
  /** The resources that it refers to. */
  readonly target: KindFilter;
}

const POD_SPECS: Readonly<Record<string, string>> = {
  Pod: "spec",
  PodTemplate: "template/spec",
  ...Object.fromEntries(
    ["Deployment", "ReplicaSet", "ReplicationController", "DaemonSet", "StatefulSet", "Job"].map((kind) => [
      kind,
      "spec/template/spec",
    ]),
  ),
  CronJob: "spec/jobTemplate/spec/template/spec",
};

const WITH_DATA = "Pod PodTemplate Deployment ReplicaSet DaemonSet StatefulSet Job CronJob";
const WITH_ACCOUNT = "Pod Deployment ReplicationController DaemonSet StatefulSet Job CronJob";

const CONTAINERS = ["containers", "initContainers"];
const NGINX = "metadata/annotations/nginx.ingress.kubernetes.io\\/";
const RBAC = "rbac.authorization.k8s.io";
const ADMISSION = "admissionregistration.k8s.io";

/**
 * The references by the kind of the referrer.
 * Source: the list that the README of the public ensure-name-substring refers to, of kustomize v5
 * (https://github.com/kubernetes-sigs/kustomize/blob/master/api/internal/konfig/builtinpluginconsts/namereference.go); there the group of
 * IngressClass is written as one that none has.
 */
const readReferences = (): ReadonlyMap<string, readonly NameReference[]> =>
  byReferrer([
    ...["Deployment", "ReplicationController", "ReplicaSet", "StatefulSet"].flatMap((kind) =>
      to({ kind }, ["HorizontalPodAutoscaler: spec/scaleTargetRef/name"]),
    ),
    ...to({ version: "v1", kind: "ConfigMap" }, [
      ...pods(WITH_DATA, [
        "volumes/configMap/name",
        "volumes/projected/sources/configMap/name",
        ...CONTAINERS.flatMap((list) => [
          `${list}/env/valueFrom/configMapKeyRef/name`,
          `${list}/envFrom/configMapRef/name`,
        ]),
      ]),
      "Node: spec/configSource/configMap",
      "Role: rules/resourceNames",
      "ClusterRole: rules/resourceNames",
      `Ingress: ${NGINX}fastcgi-params-configmap`,
    ]),
    ...to({ version: "v1", kind: "Secret" }, [
      ...pods(WITH_DATA, [
        "volumes/secret/secretName",
        "volumes/projected/sources/secret/name",
        "imagePullSecrets/name",
        ...CONTAINERS.flatMap((list) => [
          `${list}/env/valueFrom/secretKeyRef/name`,
          `${list}/envFrom/secretRef/name`,
        ]),
      ]),
      "Ingress: spec/tls/secretName",
      "Ingress: metadata/annotations/ingress.kubernetes.io\\/auth-secret",
      `Ingress: ${NGINX}auth-secret`,
      `Ingress: ${NGINX}auth-tls-secret`,
      "ServiceAccount: imagePullSecrets/name",
      ...["secretName", "adminSecretName", "userSecretName", "secretRef"].map(
        (key) => `StorageClass: parameters/${key}`,
      ),
      "Role: rules/resourceNames",
      "ClusterRole: rules/resourceNames",
      "Service serving.knative.dev v1: spec/template/spec/containers/env/valueFrom/secretKeyRef/name",
      "PersistentVolume: spec/azureFile/secretName",
    ]),
    ...to({ version: "v1", kind: "Service" }, [
      "StatefulSet apps: spec/serviceName",
      "Ingress: spec/rules/http/paths/backend/serviceName",
      "Ingress: spec/backend/serviceName",
      "Ingress: spec/rules/http/paths/backend/service/name",
      "Ingress: spec/defaultBackend/service/name",
      "APIService apiregistration.k8s.io: spec/service/name",
      `ValidatingWebhookConfiguration ${ADMISSION}: webhooks/clientConfig/service`,
      `MutatingWebhookConfiguration ${ADMISSION}: webhooks/clientConfig/service`,
    ]),
    ...to({ group: RBAC, kind: "Role" }, [`RoleBinding ${RBAC}: roleRef/name`]),
    ...to({ group: RBAC, kind: "ClusterRole" }, [
      `RoleBinding ${RBAC}: roleRef/name`,
      `ClusterRoleBinding ${RBAC}: roleRef/name`,
    ]),
    ...to({ version: "v1", kind: "ServiceAccount" }, [
      `RoleBinding ${RBAC}: subjects`,
      `ClusterRoleBinding ${RBAC}: subjects`,
      ...pods(WITH_ACCOUNT, ["serviceAccountName"]),
    ]),
    ...to({ version: "v1", kind: "PersistentVolumeClaim" }, [
      ...pods(WITH_ACCOUNT, ["volumes/persistentVolumeClaim/claimName"]),
    ]),
    ...to({ version: "v1", kind: "PersistentVolume" }, [
      "PersistentVolumeClaim: spec/volumeName",
      "ClusterRole: rules/resourceNames",
    ]),
    ...to({ group: "storage.k8s.io", version: "v1", kind: "StorageClass" }, [
      "PersistentVolume: spec/storageClassName",
      "PersistentVolumeClaim: spec/storageClassName",
      "StatefulSet: spec/volumeClaimTemplates/spec/storageClassName",
    ]),
    ...to({ group: "scheduling.k8s.io", version: "v1", kind: "PriorityClass" }, [
      ...pods(WITH_ACCOUNT, ["priorityClassName"]),
    ]),
    ...to({ group: "networking.k8s.io", version: "v1", kind: "IngressClass" }, [
      "Ingress: spec/ingressClassName",
    ]),
    ...to({ group: ADMISSION, kind: "ValidatingAdmissionPolicy" }, [
      `ValidatingAdmissionPolicyBinding ${ADMISSION}: spec/policyName`,
    ]),
  ]);

let references: ReturnType<typeof readReferences> | undefined;

/** The fields of an object that can refer to others by name. */
export function nameReferencesOf(object: KubeObject): readonly NameReference[] {
  references ??= readReferences();
  const all = isMap(object) ? references.get(textOf(object.kind)) : undefined;
  return all === undefined ? [] : all.filter(({ referrer }) => isSelected(object, referrer));
}

/** Fields within the pod specs of kinds. */
function pods(kinds: string, paths: readonly string[]): string[] {
  return kinds.split(" ").flatMap((kind) => paths.map((path) => `${kind}: ${POD_SPECS[kind]}/${path}`));
}

/** References to a target from fields written as `Kind group version: path`. */
function to(target: KindFilter, fields: readonly string[]): NameReference[] {
  return fields.map((field) => {
    const at = field.indexOf(": ");
    const [kind, group, version] = field.slice(0, at).split(" ");
    const referrer = { kind, group, version } as KindFilter;
    return { referrer, path: field.slice(at + 2), target };
  });
}

function byReferrer(all: readonly NameReference[]): ReadonlyMap<string, readonly NameReference[]> {
  const map = new Map<string, NameReference[]>();
  for (const reference of all) {
    const kind = reference.referrer.kind ?? "";
    map.set(kind, [...(map.get(kind) ?? []), reference]);
  }
  return map;
}
