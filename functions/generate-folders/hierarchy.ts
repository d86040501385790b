// Owns ResourceHierarchy resources: their versions, in which order they are taken, and what is wrong with one.
import { isMap, type KubeObject, type Result, resultAbout, textOf } from "../../sdk/index.ts";

/** The versions, in the order in which they are taken. */
export const V1 = "cft.dev/v1alpha1";
export const V3 = "blueprints.cloud.google.com/v1alpha3";
export const V2 = "cft.dev/v1alpha2";
const VERSIONS = [V1, V3, V2];

/** A hierarchy that cannot be generated; becomes a result about it. */
export class HierarchyError extends Error {
  override readonly name = "HierarchyError";
  /** Whether the result says which hierarchy it is about. */
  readonly named: boolean;

  constructor(message: string, named = true) {
    super(message);
    this.named = named;
  }
}

/**
 * The hierarchies by version, then by namespace and name.
 * Source: `generateFolders` in src/generate_folders.ts of the public function, and the order of `Configs` in ts/kpt-functions of
 * https://github.com/kptdev/krm-functions-sdk.
 */
export function hierarchiesIn(objects: readonly KubeObject[]): KubeObject[] {
  const found = objects.filter(
    ({ apiVersion = "", kind }) => kind === "ResourceHierarchy" && VERSIONS.includes(apiVersion),
  );
  const keyed = found.map((object) => ({ object, key: `${namespaceOf(object) ?? ""}/${nameOf(object)}` }));
  const rank = ({ object }: { object: KubeObject }) => VERSIONS.indexOf(object.apiVersion ?? "");
  keyed.sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ object }) => object);
}

/** The name, for messages and the order. */
export function nameOf({ metadata }: KubeObject): string {
  return isMap(metadata) ? textOf(metadata.name) : "undefined";
}

/** The namespace, undefined where it has none. */
export function namespaceOf({ metadata }: KubeObject): string | undefined {
  const namespace: unknown = isMap(metadata) ? metadata.namespace : undefined;
  return namespace === undefined || namespace === null ? undefined : textOf(namespace);
}

/** Its `spec`, empty where it has none. */
export function specOf({ spec }: KubeObject): Record<string, unknown> {
  return isMap(spec) ? spec : {};
}

/**
 * The warning about a hierarchy of an older version.
 * Its severity is that of the function's newer implementation in Go (functions/go/generate-folders) and of the specification; the one in
 * TypeScript wrote "warn", which is no severity.
 */
export function olderVersion(hierarchy: KubeObject): Result {
  const message = `ResourceHierarchy ${nameOf(hierarchy)} references an older Resource Hierarchy GroupVersion. Latest GroupVersion is ${V3}.`;
  return resultAbout(hierarchy, "warning", message);
}

/** The result for a hierarchy that cannot be generated. */
export function errorResult(hierarchy: KubeObject, { message, named }: HierarchyError): Result {
  if (!named) return { message, severity: "error" };
  return resultAbout(hierarchy, "error", `ResourceHierarchy ${nameOf(hierarchy)} ${message}`);
}
