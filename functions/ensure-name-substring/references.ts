// Owns following renamed resources into the fields that refer to them by name.
import { isMap, isSelected, type KubeObject, type NameReference, nameReferencesOf } from "../../sdk/index.ts";
import { slotsAt, textOf } from "./fields.ts";
import { givenNamespace, namespaceOf } from "./identity.ts";
import type { Rename, Renamed } from "./renamed.ts";

/**
 * Puts the new names into all fields that refer to renamed resources. A field that holds a map, as a subject, is followed to
 * its `name`, and gets the `namespace` of what it refers to.
 * Source: https://github.com/kubernetes-sigs/kustomize/blob/master/api/filters/nameref/nameref.go.
 */
export function updateReferences(items: readonly KubeObject[], renamed: Renamed): void {
  for (const item of items) {
    let visible: ((target: KubeObject) => boolean) | undefined;
    for (const reference of nameReferencesOf(item)) {
      for (const { holder, key } of slotsAt(item, reference.path)) {
        const value = holder[key];
        const name = textOf(isMap(value) ? value.name : value);
        if (name === undefined) continue;
        const named = renamed.of(name).filter(({ object }) => isSelected(object, reference.target));
        if (named.length === 0) continue;
        visible ??= visibility(item);
        const see = visible;
        const found = named.filter(({ object }) => see(object) && isMeant(item, object, reference));
        if (isMap(value)) setMap(value, found);
        else if (found[0] !== undefined) holder[key] = found[0].name;
      }
    }
  }
}

/** Also a subject that is a user or a group can have the name of a service account. */
function setMap(map: Record<string, unknown>, found: readonly Rename[]): void {
  const { namespace, kind = "" } = map;
  const referred = found.find(({ object }) => {
    const isInNamespace = namespace === undefined || namespaceOf(object) === namespace;
    return isInNamespace && (kind === "" || kind === object.kind);
  });
  if (referred === undefined) return;
  map.name = referred.name;
  const given = givenNamespace(referred.object);
  if (given !== "" && namespace !== given) map.namespace = given;
}

/** Which resources one can refer to: those of cluster scope and in its namespace, and service accounts that a role is bound to. */
function visibility(referrer: KubeObject): (target: KubeObject) => boolean {
  const namespace = namespaceOf(referrer);
  if (namespace === undefined) return () => true;
  const bound = new Set<unknown>();
  const subjects: unknown = referrer.kind === "RoleBinding" ? referrer.subjects : undefined;
  for (const subject of Array.isArray(subjects) ? subjects : []) {
    if (isMap(subject) && subject.kind === "ServiceAccount") bound.add(subject.namespace);
  }
  return (target) => {
    const other = namespaceOf(target);
    const isBound = target.kind === "ServiceAccount" && bound.has(givenNamespace(target));
    return other === undefined || other === namespace || isBound;
  };
}

/** A `roleRef` says of which kind its role is. */
function isMeant({ roleRef }: KubeObject, target: KubeObject, { path }: NameReference): boolean {
  if (path !== "roleRef/name" || !isMap(roleRef)) return true;
  const { apiGroup: group, kind } = roleRef;
  if (typeof group !== "string" || typeof kind !== "string") return true;
  return isSelected(target, { group, kind });
}
