// Owns which fields refer to namespaces, beside the `metadata.namespace` of what is in one.
import type { FieldSpec } from "./fieldspec.ts";

const ADMISSION = {
  group: "admissionregistration.k8s.io",
  within: "webhooks/clientConfig/service",
  path: "namespace",
};

/**
 * Fields that refer to a namespace where they are set; of subjects only those that are service accounts.
 * Source: the README of the public set-namespace; the webhook configurations are in kustomize's list
 * (https://github.com/kubernetes-sigs/kustomize/blob/master/api/internal/konfig/builtinpluginconsts/namespace.go).
 */
export const NAMESPACE_REFERENCES: readonly FieldSpec[] = [
  { kind: "RoleBinding", within: "subjects", path: "namespace" },
  { kind: "ClusterRoleBinding", within: "subjects", path: "namespace" },
  {
    group: "apiextensions.k8s.io",
    kind: "CustomResourceDefinition",
    within: "spec/conversion/webhook/clientConfig/service",
    path: "namespace",
  },
  { group: "apiregistration.k8s.io", kind: "APIService", within: "spec/service", path: "namespace" },
  { ...ADMISSION, kind: "MutatingWebhookConfiguration" },
  { ...ADMISSION, kind: "ValidatingWebhookConfiguration" },
];
