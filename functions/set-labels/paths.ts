// Owns where labels and the selectors that target them stand in resources.
import type { FieldSpec } from "../../sdk/index.ts";

const MATCH = "selector/matchLabels";

/** Kinds with a pod template at `spec/template`. */
const WORKLOADS = [
  { version: "v1", kind: "ReplicationController" },
  { kind: "Deployment" },
  { kind: "ReplicaSet" },
  { kind: "DaemonSet" },
  { group: "apps", kind: "StatefulSet" },
  { group: "batch", kind: "Job" },
] as const;

const STATEFUL_SET = { group: "apps", kind: "StatefulSet" } as const;
const CRON_JOB = { group: "batch", kind: "CronJob" } as const;
const NETWORK_POLICY = { group: "networking.k8s.io", kind: "NetworkPolicy" } as const;

/**
 * Every field with labels, in the order in which they are set. Where `create` is not set, a label is only given its new value
 * where the selector already asks for it: it then follows the labels of what it selects, and never selects less.
 * Source: setlabels/transformer.go of the public function, for paths, kinds and `create`; its README refers to
 * https://github.com/kubernetes-sigs/kustomize/blob/master/api/internal/konfig/builtinpluginconsts/commonlabels.go.
 */
export const LABELS: readonly FieldSpec[] = [
  { path: "metadata/labels", create: true },
  ...["Service", "ReplicationController"].map((kind) => ({
    version: "v1",
    kind,
    path: "spec/selector",
    create: true,
  })),
  ...["Deployment", "ReplicaSet", "DaemonSet"].map((kind) => ({ kind, path: `spec/${MATCH}`, create: true })),
  { ...STATEFUL_SET, path: `spec/${MATCH}`, create: true },
  { group: "batch", kind: "Job", path: `spec/${MATCH}` },
  { group: "policy", kind: "PodDisruptionBudget", path: `spec/${MATCH}` },
  { ...NETWORK_POLICY, path: "spec/podSelector/matchLabels" },
  ...WORKLOADS.flatMap((kind) => podTemplate(kind, "spec/template")),
  { ...CRON_JOB, within: "spec/jobTemplate", path: "metadata/labels", create: true },
  { ...CRON_JOB, within: "spec/jobTemplate/spec", path: MATCH },
  ...podTemplate(CRON_JOB, "spec/jobTemplate/spec/template"),
  { ...STATEFUL_SET, within: "spec/volumeClaimTemplates", path: "metadata/labels", create: true },
  // No field of a claim, but the public function looks for it and counts it.
  { ...STATEFUL_SET, within: "spec/volumeClaimTemplates", path: MATCH },
  { ...NETWORK_POLICY, within: "spec/ingress/from", path: "podSelector/matchLabels" },
  { ...NETWORK_POLICY, within: "spec/egress/to", path: "podSelector/matchLabels" },
];

/**
 * Selectors of pod affinity. In kustomize's list, and meant by the public function, whose code looks for them one level too high
 * and never finds them; so they are not in its count of labels either.
 */
export const AFFINITY: readonly FieldSpec[] = [
  ...WORKLOADS.flatMap((kind) => affinity(kind, "spec/template")),
  ...affinity(CRON_JOB, "spec/jobTemplate/spec/template"),
];

type Kind = Pick<FieldSpec, "group" | "version" | "kind">;

function podTemplate(kind: Kind, template: string): FieldSpec[] {
  return [
    { ...kind, within: template, path: "metadata/labels", create: true },
    { ...kind, within: `${template}/spec/topologySpreadConstraints`, path: "labelSelector/matchLabels" },
  ];
}

function affinity(kind: Kind, template: string): FieldSpec[] {
  return ["podAffinity", "podAntiAffinity"].flatMap((side) => [
    {
      ...kind,
      within: `${template}/spec/affinity/${side}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm`,
      path: "labelSelector/matchLabels",
    },
    {
      ...kind,
      within: `${template}/spec/affinity/${side}/requiredDuringSchedulingIgnoredDuringExecution`,
      path: "labelSelector/matchLabels",
    },
  ]);
}
