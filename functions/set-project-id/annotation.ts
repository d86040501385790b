// Owns the annotation that tells Config Connector which project a resource is in.
import { isMap, type KubeObject, textOf } from "../../sdk/index.ts";

const ANNOTATION = "cnrm.cloud.google.com/project-id";

/** Groups of Config Connector; `core` has its own configuration, which is in no project. Source: main.go of the public function. */
const API_VERSION = /^(\w+)\.cnrm\.cloud\.google\.com\/\w+$/;

/** Sets the annotation on a Config Connector resource that has none, or an empty one. */
export function annotate(resource: KubeObject, project: string): void {
  const [, group] = API_VERSION.exec(textOf(resource.apiVersion)) ?? [];
  if (group === undefined || group === "core") return;
  const metadata: unknown = resource.metadata ?? {};
  if (!isMap(metadata)) return;
  const annotations = metadata.annotations ?? {};
  if (!isMap(annotations)) return;
  if ((annotations[ANNOTATION] ?? "") !== "") return;
  annotations[ANNOTATION] = project;
  metadata.annotations = annotations;
  resource.metadata = metadata;
}
