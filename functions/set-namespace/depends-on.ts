// Owns the depends-on annotation: which resource one waits for, when a package is applied.
import type { KubeObject } from "../../sdk/index.ts";
import { identityOf } from "./origin.ts";

const ANNOTATION = "config.kubernetes.io/depends-on";

/** `<group>/namespaces/<namespace>/<kind>/<name>`: one resource with a namespace (https://kpt.dev/reference/annotations/depends-on/). */
const REFERENCE = /^([-.\w]*)\/namespaces\/([-.\w]*)\/([-.\w]*)\/([-.\w]*)$/;

/** How resources with a namespace are referred to; to be taken before any namespace changes. */
export function referencesTo(objects: readonly KubeObject[]): ReadonlySet<string> {
  const references = objects.map(identityOf).flatMap(({ group, namespace, kind, name }) => {
    return namespace === undefined ? [] : [`${group}/namespaces/${namespace}/${kind}/${name}`];
  });
  return new Set(references);
}

/**
 * Puts the new namespace into the annotations that refer to a resource of the package, and tells the old ones, one for each change.
 * An annotation that refers to several resources, or to one elsewhere, stays as it is.
 * Source: `UpdateAnnotation` in transformer/namespace.go of the public function.
 */
export function updateDependsOn(
  objects: readonly KubeObject[],
  known: ReadonlySet<string>,
  namespace: string,
  matcher: string | undefined,
): string[] {
  const replaced: string[] = [];
  for (const { metadata } of objects) {
    const reference: unknown = metadata?.annotations?.[ANNOTATION];
    if (typeof reference !== "string" || !known.has(reference)) continue;
    const [, group, old = "", kind, name] = REFERENCE.exec(reference) ?? [];
    if (group === undefined || old === namespace || (matcher !== undefined && matcher !== old)) continue;
    if (metadata?.annotations)
      metadata.annotations[ANNOTATION] = `${group}/namespaces/${namespace}/${kind}/${name}`;
    replaced.push(old);
  }
  return replaced;
}
