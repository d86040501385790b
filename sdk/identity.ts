// Owns how a resource is named in results: references, files, field paths.
import { textOf } from "./text.ts";
import type { FieldRef, FileRef, KubeObject, Path, ResourceRef, Result, Severity } from "./types.ts";

/**
 * Where the orchestrator says that a resource came from, newest name first.
 * Source: https://github.com/kubernetes-sigs/kustomize/blob/master/cmd/config/docs/api-conventions/manifest-annotations.md
 * and kyaml's kioutil (the `internal.` names replaced the others in kyaml 0.13).
 */
export const PATH_ANNOTATIONS = ["internal.config.kubernetes.io/path", "config.kubernetes.io/path"] as const;
export const INDEX_ANNOTATIONS = [
  "internal.config.kubernetes.io/index",
  "config.kubernetes.io/index",
] as const;

/**
 * The `resourceRef` of a result about this object: apiVersion, kind, name and, where it has one, namespace. All are strings,
 * whatever the object has (`name: 7`), or kpt could not read the results.
 */
export function resourceRef(object: KubeObject): ResourceRef {
  const text = (value: unknown): string => textOf(value ?? "");
  const { name, namespace } = object.metadata ?? {};
  const ref = { apiVersion: text(object.apiVersion), kind: text(object.kind), name: text(name) };
  return text(namespace) === "" ? ref : { ...ref, namespace: text(namespace) };
}

/** The path of the file that this object came from; undefined where no annotation tells. */
export function resourcePath(object: KubeObject): string | undefined {
  return annotation(object, PATH_ANNOTATIONS);
}

/** The `file` of a result about this object, from its path and index annotations; undefined without a path. */
export function resourceFile(object: KubeObject): FileRef | undefined {
  const path = resourcePath(object);
  if (path === undefined) return undefined;
  const index = Number.parseInt(annotation(object, INDEX_ANNOTATIONS) ?? "", 10);
  return Number.isNaN(index) ? { path } : { path, index };
}

/** A path as results write it: `spec.template.spec.containers[0].image`; keys that hold a dot are quoted: `a["b.c"]`. */
export function fieldPath(path: Path): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (/^[^.[\]"\s]+$/.test(step)) text += text === "" ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}

/** A result about an object: its reference and file are filled in; `field.path` may be given as a path. */
export function resultAbout(
  object: KubeObject,
  severity: Severity,
  message: string,
  field?: Omit<FieldRef, "path"> & { path: Path | string },
): Result {
  const file = resourceFile(object);
  const path = typeof field?.path === "string" ? field.path : fieldPath(field?.path ?? []);
  return {
    message,
    severity,
    resourceRef: resourceRef(object),
    ...(field === undefined ? {} : { field: { ...field, path } }),
    ...(file === undefined ? {} : { file }),
  };
}

/** The group of an apiVersion: `apps` of `apps/v1`, empty for the core group. */
export function apiGroup(apiVersion: string | undefined): string {
  const slash = typeof apiVersion === "string" ? apiVersion.indexOf("/") : -1;
  return slash < 0 ? "" : (apiVersion ?? "").slice(0, slash);
}

function annotation(object: KubeObject, names: readonly string[]): string | undefined {
  const annotations = object.metadata?.annotations;
  for (const name of names) {
    const value = annotations?.[name];
    if (value !== undefined && value !== null) return textOf(value);
  }
  return undefined;
}
