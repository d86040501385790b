// Owns where annotations stand in resources by default.
import type { FieldSpec } from "../../sdk/index.ts";

const TEMPLATE = "spec/template/metadata/annotations";

/**
 * The annotations of every resource and of the templates in it; a field that is missing is made, with the maps on the way.
 * Source: the list that the README of the public function refers to, in its version 0.10 of kustomize:
 * https://github.com/kubernetes-sigs/kustomize/blob/master/api/internal/konfig/builtinpluginconsts/commonannotations.go.
 */
export const DEFAULT_FIELDS: readonly FieldSpec[] = [
  { path: "metadata/annotations" },
  { path: TEMPLATE, version: "v1", kind: "ReplicationController" },
  { path: TEMPLATE, kind: "Deployment" },
  { path: TEMPLATE, kind: "ReplicaSet" },
  { path: TEMPLATE, kind: "DaemonSet" },
  { path: TEMPLATE, kind: "StatefulSet" },
  { path: TEMPLATE, group: "batch", kind: "Job" },
  { path: "spec/jobTemplate/metadata/annotations", group: "batch", kind: "CronJob" },
  { path: `spec/jobTemplate/${TEMPLATE}`, group: "batch", kind: "CronJob" },
].map((spec) => ({ ...spec, create: true }));
