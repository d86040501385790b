// Owns which resources of a package are the same as a given one.
import { apiGroup, type KubeObject } from "../../sdk/index.ts";
import { filePath, targetPath } from "./annotations.ts";

interface Found {
  readonly place: number;
  readonly path: string | undefined;
}

/** The resources of a package by what makes them the same, so that finding one takes no walk through all. */
export class ResourceIndex {
  readonly #found = new Map<string, Found[]>();

  /** Adds a resource at its place in the list. */
  add(resource: KubeObject, place: number): void {
    const key = keyOf(resource);
    const found = this.#found.get(key);
    const one = { place, path: filePath(resource) };
    if (found === undefined) this.#found.set(key, [one]);
    else found.push(one);
  }

  /**
   * The places of the resources of the same group, kind, name and namespace, whatever their versions; where the given
   * one has a target path, only those in that file.
   * Source: `IsSameResource` in upsertresource/upsert_resource.go of the public function.
   */
  matches(resource: KubeObject): number[] {
    const target = targetPath(resource);
    const found = this.#found.get(keyOf(resource)) ?? [];
    return found.filter(({ path }) => target === undefined || path === target).map(({ place }) => place);
  }
}

function keyOf({ apiVersion, kind, metadata }: KubeObject): string {
  const { name, namespace } = metadata ?? {};
  return JSON.stringify([apiGroup(apiVersion), kind ?? "", name ?? "", namespace ?? ""]);
}
