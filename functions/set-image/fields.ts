// Owns where images stand in resources by default.
import { isSelected, type KubeObject } from "../../sdk/index.ts";

const CONTAINERS = ["containers[]/image", "initContainers[]/image"];

/**
 * Fields of any kind that hold images.
 * Source: the list that the README of the public function refers to:
 * https://github.com/kubernetes-sigs/kustomize/blob/master/api/internal/konfig/builtinpluginconsts/images.go.
 */
const ANY_KIND = under("spec", "spec/template/spec");

/** Kinds with pods elsewhere; kustomize finds these too, as it looks for `containers` everywhere (api/filters/imagetag/legacy.go). */
const CRON_JOB = [...ANY_KIND, ...under("spec/jobTemplate/spec/template/spec")];
const POD_TEMPLATE = [...ANY_KIND, ...under("template/spec")];

/** Kinds whose containers must be lists of maps; in others, such as custom resources, a field of that name can be anything. */
const POD_KINDS = new Set(
  "Pod Deployment StatefulSet ReplicaSet DaemonSet PodTemplate ReplicationController Job CronJob".split(" "),
);

/** The paths of an object's images. */
export function imagePaths(object: KubeObject): readonly string[] {
  if (isSelected(object, { group: "batch", kind: "CronJob" })) return CRON_JOB;
  return object.kind === "PodTemplate" ? POD_TEMPLATE : ANY_KIND;
}

/** Whether something else than containers in their place is an error. */
export function mustHoldPods(object: KubeObject): boolean {
  return POD_KINDS.has(object.kind ?? "");
}

function under(...maps: string[]): string[] {
  return maps.flatMap((map) => CONTAINERS.map((path) => `${map}/${path}`));
}
