// Owns where a resource came from: the identifier that kpt gives it when a package is fetched from upstream.
import {
  apiGroup,
  effectiveNamespace,
  goList,
  isNamespaced,
  type KubeObject,
  quoted,
  type Result,
  shortName,
  textOf,
} from "../../sdk/index.ts";

const ANNOTATION = "internal.kpt.dev/upstream-identifier";
const FORMAT = "<GROUP>|<KIND>|<NAMESPACE>|<NAME>";
const IDENTIFIER =
  /(?<group>[a-z0-9.-]*)\|(?<kind>[A-Z][a-zA-Z0-9]*)\|(?<namespace>[a-z0-9-]{1,63}|~C)\|(?<name>[a-z0-9-]{1,63})/;

/** What stands as the namespace of a resource of cluster scope. */
const NO_NAMESPACE = "~C";

/** Which resource one is, or was upstream. */
export interface Identity {
  readonly group: string;
  readonly kind: string;
  /** Undefined for cluster scope. */
  readonly namespace: string | undefined;
  readonly name: string;
}

/** An origin that cannot be used; its message is the function's error. */
export class OriginError extends Error {
  override readonly name = "OriginError";
}

/** Which resource an object is now. */
export function identityOf(object: KubeObject): Identity {
  return {
    group: apiGroup(object.apiVersion),
    kind: textOf(object.kind ?? ""),
    namespace: effectiveNamespace(object),
    name: textOf(object.metadata?.name ?? ""),
  };
}

/**
 * Which resource an object is upstream; without the annotation, the one that it is now.
 * Source: go/fn/origin.go of https://github.com/kptdev/krm-functions-sdk.
 * @throws {OriginError} where the annotation is not of the form.
 */
export function originOf(object: KubeObject): Identity {
  return upstreamOf(object) ?? identityOf(object);
}

/**
 * The upstream namespaces of the namespaced objects, sorted, and a warning for each object that has no upstream.
 * Source: `ListAllOrigins` in transformer/namespace.go of the public function.
 * @throws {OriginError} where a namespaced object comes from one without a namespace.
 */
export function upstreamNamespaces(objects: readonly KubeObject[]): {
  namespaces: string[];
  warnings: Result[];
} {
  const namespaces = new Set<string>();
  const warnings: Result[] = [];
  for (const object of objects) {
    const origin = upstreamOf(object);
    if (origin === undefined) {
      warnings.push({ message: `${shortName(object)} does not have upstream origin.`, severity: "warning" });
    } else if (isNamespaced(object)) {
      if (origin.namespace === undefined) throw new OriginError(scopeMessage(object, origin));
      namespaces.add(origin.namespace);
    }
  }
  return { namespaces: [...namespaces].sort(), warnings };
}

/** The error where several upstream namespaces would become one. */
export function manyOriginsMessage(namespaces: readonly string[]): string {
  return `unable to use origin \`namespace\` to match. expect a single upstream namespace, found ${goList(namespaces)}. please switch to use \`namespaceMatcher\`to specify the namespace value you want to change`;
}

function scopeMessage(object: KubeObject, { group, kind, name }: Identity): string {
  const origin = [group, kind, NO_NAMESPACE, name].join("|");
  return `${shortName(object)} is namespace-scoped, but has cluster-scoped or unknown scoepd origin ${origin}`;
}

function upstreamOf(object: KubeObject): Identity | undefined {
  const annotation: unknown = object.metadata?.annotations?.[ANNOTATION];
  if (typeof annotation !== "string" || annotation === "") return undefined;
  const { group, kind, namespace, name } = IDENTIFIER.exec(annotation)?.groups ?? {};
  if (group === undefined || kind === undefined || name === undefined) {
    const text = annotation.trim();
    throw new OriginError(`annotation ${ANNOTATION}: ${text} is in bad format. expect ${quoted(FORMAT)}`);
  }
  return { group, kind, namespace: namespace === NO_NAMESPACE ? undefined : namespace, name };
}
