// Owns generate-folders: generates the Folder resources of the hierarchies that ResourceHierarchy resources describe.
import {
  isBookkeeping,
  isMap,
  type KubeObject,
  LOCAL_CONFIG,
  type ResourceList,
  renew,
  type Source,
} from "../../sdk/index.ts";
import {
  errorResult,
  HierarchyError,
  hierarchiesIn,
  namespaceOf,
  olderVersion,
  specOf,
  V1,
  V3,
} from "./hierarchy.ts";
import { type Common, manifest } from "./manifest.ts";
import { type Folder, layeredFolders, nestedFolders } from "./tree.ts";

/** Tells kustomize to run a function with a resource as its functionConfig; so not for what is generated. */
const FUNCTION_ANNOTATION = "config.k8s.io/function";

/**
 * Adds the folders of every hierarchy, or puts them in the place of resources with the same name. The hierarchies stay. One that is
 * wrong gives an error and no folders; the others are generated nevertheless.
 * Source of rules and messages: the README and src/generate_folders.ts of the public function, v0.1.1
 * (https://github.com/kptdev/krm-functions-catalog/tree/main/functions/ts/generate-folders).
 */
export default function generateFolders(list: ResourceList): void {
  const hierarchies = hierarchiesIn(list.items);
  if (hierarchies.length === 0) return;
  const known = new Map(list.items.map((object) => [identity(object), object]));
  for (const hierarchy of hierarchies) {
    if (hierarchy.apiVersion !== V3) list.results.push(olderVersion(hierarchy));
    try {
      for (const folder of foldersOf(hierarchy, list.source)) put(list, known, folder);
    } catch (error) {
      if (!(error instanceof HierarchyError)) throw error;
      list.results.push(errorResult(hierarchy, error));
    }
  }
}

/** Every folder of a hierarchy, before those in it. */
function foldersOf(hierarchy: KubeObject, source: Source): Iterable<KubeObject> {
  const common =
    hierarchy.apiVersion === V1 ? layeredCommon(hierarchy, source) : nestedCommon(hierarchy, source);
  return manifests(
    hierarchy.apiVersion === V1 ? layeredFolders(hierarchy) : nestedFolders(hierarchy),
    [],
    common,
  );
}

function* manifests(
  folders: readonly Folder[],
  path: readonly string[],
  common: Common,
): Generator<KubeObject> {
  for (const { name, children } of folders) {
    yield manifest(name, path, common);
    yield* manifests(children, [...path, name], common);
  }
}

/** Folders of the first version inherit no annotations. */
function layeredCommon(hierarchy: KubeObject, source: Source): Common {
  const external = textAt(hierarchy, ["spec", "organization"], source);
  if (external === undefined) throw new HierarchyError("must have a number in `spec.organization`");
  const namespace = namespaceOf(hierarchy);
  return { parent: { kind: "Organization", external }, annotations: {}, namespace, nativeRefs: false };
}

function nestedCommon(hierarchy: KubeObject, source: Source): Common {
  const { parentRef } = specOf(hierarchy);
  const external = textAt(hierarchy, ["spec", "parentRef", "external"], source);
  if (!isMap(parentRef) || external === undefined) throw new HierarchyError("has an undefined parentRef");
  const { kind = "Organization" } = parentRef;
  if (kind !== "Organization" && kind !== "Folder") {
    throw new HierarchyError("has an unsupported parentRef kind");
  }
  return {
    parent: { kind, external },
    annotations: inherited(hierarchy),
    namespace: namespaceOf(hierarchy),
    nativeRefs: hierarchy.apiVersion === V3,
  };
}

function inherited({ metadata }: KubeObject): Record<string, string> {
  const annotations: unknown = metadata?.annotations;
  const isOwn = (name: string) =>
    name === LOCAL_CONFIG || name === FUNCTION_ANNOTATION || isBookkeeping(name);
  const entries = Object.entries(isMap(annotations) ? annotations : {}).filter(([name]) => !isOwn(name));
  return Object.fromEntries(entries) as Record<string, string>;
}

/** A string, or a number as it is written, since numbers of organizations are often not quoted; undefined for anything else. */
function textAt(object: KubeObject, path: readonly string[], source: Source): string | undefined {
  let value: unknown = object;
  for (const key of path) value = isMap(value) ? value[key] : undefined;
  if (value === undefined || value === null || typeof value === "object") return undefined;
  return typeof value === "string" ? value : (source.scalar(object, path)?.text ?? String(value));
}

function put(list: ResourceList, known: Map<string, KubeObject>, folder: KubeObject): void {
  const key = identity(folder);
  const former = known.get(key);
  if (former !== undefined) renew(former, folder);
  else {
    known.set(key, folder);
    list.items.push(folder);
  }
}

function identity({ apiVersion, kind, metadata }: KubeObject): string {
  return JSON.stringify([apiVersion, kind, metadata?.namespace || "", metadata?.name]);
}
