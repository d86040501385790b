// Owns which resources a run has renamed, by their old names.
import type { KubeObject } from "../../sdk/index.ts";

/** A resource and its new name. */
export interface Rename {
  readonly object: KubeObject;
  readonly name: string;
}

/** The renamed resources. */
export class Renamed {
  readonly #byName = new Map<string, Rename[]>();

  add(object: KubeObject, old: string, name: string): void {
    const found = this.#byName.get(old);
    if (found === undefined) this.#byName.set(old, [{ object, name }]);
    else found.push({ object, name });
  }

  /** Those of an old name, in the order of the list. */
  of(old: string): readonly Rename[] {
    return this.#byName.get(old) ?? [];
  }
}
