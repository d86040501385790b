// Owns which resources are the same, of which kind they are, and which keep their names.
import {
  apiGroup,
  DEFAULT_NAMESPACE,
  isMap,
  isNamespaced,
  type KindFilter,
  type KubeObject,
  shortName,
  textOf,
} from "../../sdk/index.ts";

/** A resource without a name, or two of one name; its message is the function's error. */
export class IdentityError extends Error {
  override readonly name = "IdentityError";
}

/** Kinds whose names stay. Source: the README, and for the Kptfile ensure_name_substring.go of the public function. */
export const KEEP_NAMES: readonly KindFilter[] = [
  { kind: "CustomResourceDefinition" },
  { group: "apiregistration.k8s.io", kind: "APIService" },
  { kind: "Namespace" },
  { group: "kpt.dev", kind: "Kptfile" },
];

/**
 * The namespace that an object counts as being in; undefined only for built-in kinds of cluster scope.
 * Source: `ResId.EffectiveNamespace` in kyaml/resid/resid.go of kustomize.
 */
export function namespaceOf(object: KubeObject): string | undefined {
  const { apiVersion = "", kind = "" } = object;
  // Only a built-in kind of cluster scope has no namespace even where its metadata names one.
  if (!isNamespaced({ apiVersion, kind, metadata: { namespace: DEFAULT_NAMESPACE } })) return undefined;
  return givenNamespace(object) || DEFAULT_NAMESPACE;
}

/** `metadata.namespace`, empty where there is none. */
export function givenNamespace({ metadata }: KubeObject): string {
  return isMap(metadata) && typeof metadata.namespace === "string" ? metadata.namespace : "";
}

/** `metadata.name`, empty where there is none. */
export function nameOf({ metadata }: KubeObject): string {
  return isMap(metadata) && (metadata.name ?? undefined) !== undefined ? textOf(metadata.name) : "";
}

/**
 * Checks that every resource but a list has a name, and that no two are the same.
 * Source of the rules and messages: kustomize's resource map (api/resmap/reswrangler.go), which the public function uses.
 * @throws {IdentityError} where they have none, or are.
 */
export function checkIdentities(items: readonly KubeObject[]): void {
  const known = new Set<string>();
  for (const item of items) {
    const name = nameOf(item);
    const isList = textOf(item.kind).endsWith("List");
    if (name === "" && isList) continue;
    if (name === "") throw problem(`missing metadata.name in object ${shortName(item)}`);
    const { apiVersion = "", kind = "" } = item;
    const key = JSON.stringify([apiVersion, kind, name, namespaceOf(item) ?? null]);
    if (known.has(key)) throw problem(`may not add resource with an already registered id: ${idOf(item)}`);
    known.add(key);
  }
}

/** As kustomize writes it: `~G_v1_ConfigMap|~X|settings`. */
function idOf(item: KubeObject): string {
  const kind = [apiGroup(item.apiVersion) || "~G", versionOf(item) || "~V", item.kind || "~K"].join("_");
  return [kind, givenNamespace(item) || "~X", nameOf(item)].join("|");
}

function versionOf({ apiVersion }: KubeObject): string {
  const text = typeof apiVersion === "string" ? apiVersion : "";
  return text.slice(text.indexOf("/") + 1);
}

function problem(message: string): IdentityError {
  return new IdentityError(`failed to convert items to resource map: ${message}`);
}
