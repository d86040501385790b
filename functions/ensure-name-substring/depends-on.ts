// Owns the depends-on annotation: which resource one waits for, when a package is applied.
import { isMap, type KubeObject, textOf } from "../../sdk/index.ts";
import type { Renamed } from "./renamed.ts";

const ANNOTATION = "config.kubernetes.io/depends-on";

/** `<group>/<kind>/<name>`, or with `namespaces/<namespace>/` before the kind (https://kpt.dev/reference/annotations/depends-on/). */
const REFERENCE = /^([-.\w]*)((?:\/namespaces\/[-.\w]*)?\/)([-.\w]*)\/([-.\w]*)$/;

/**
 * Puts the new name into the annotations that refer to a renamed resource, whatever its namespace.
 * Source: `setDependsOnNameSubstring` in ensure_name_substring.go of the public function, which however changes a reference where
 * the referring resource is renamed, and also one to a resource that keeps its name.
 */
export function updateDependsOn(items: readonly KubeObject[], renamed: Renamed): void {
  for (const { metadata } of items) {
    const annotations: unknown = isMap(metadata) ? metadata.annotations : undefined;
    if (!isMap(annotations)) continue;
    const reference = annotations[ANNOTATION];
    if (typeof reference !== "string") continue;
    const [, group = "", between = "", kind = "", name = ""] = REFERENCE.exec(reference) ?? [];
    const found = renamed.of(name).find(({ object }) => object.kind === kind && isOfGroup(object, group));
    if (found !== undefined) annotations[ANNOTATION] = `${group}${between}${kind}/${found.name}`;
  }
}

function isOfGroup({ apiVersion }: KubeObject, group: string): boolean {
  const version = textOf(apiVersion ?? "");
  return group === version.slice(0, Math.max(0, version.indexOf("/")));
}
