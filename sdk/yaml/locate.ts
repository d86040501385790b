// Owns finding the text of a value by its path, while the data is being changed.
import type { Path } from "../types.ts";
import { entryValues } from "./block-list.ts";
import { matchItems } from "./match.ts";
import { type Entry, isFlowKind, isListKind, isMapKind, type Nodes } from "./nodes.ts";
import { type Data, isMap } from "./print.ts";
import { findUsual, isUsualMap, usualEntry } from "./usual-map.ts";

/** Where an object that paths begin at stands in the text. */
export interface Home {
  readonly entry: Entry;
  readonly flow: boolean;
}

/** A value on the way to a path: its data now, and its place in the text, if it has one. */
export interface Step {
  /** The step before. */
  readonly outer: Step | undefined;
  readonly parent: object;
  readonly key: string | number;
  readonly data: Data;
  readonly entry: Entry | undefined;
  /** Whether it is inside a flow collection. */
  readonly flow: boolean;
}

/** Follows paths from the objects of a text. */
export class Locator {
  readonly #nodes: Nodes;
  readonly #homes: () => Map<object, Home>;
  readonly #byKey = new Map<number, ReadonlyMap<string, Entry>>();
  /** The steps of the path that was found last, the object first: the next one mostly begins with the same ones. */
  readonly #last: Step[] = [];

  constructor(nodes: Nodes, homes: () => Map<object, Home>) {
    this.#nodes = nodes;
    this.#homes = homes;
  }

  /** The value at a path as the data is now; undefined where there is none. */
  find(object: object, path: Path): Step | undefined {
    const { entry, flow = false } = this.#homes().get(object) ?? {};
    const last = this.#last;
    const first = last[0];
    const isSame = first?.data === object && first.entry === entry && first.flow === flow;
    let step: Step = isSame ? first : { outer: undefined, parent: [], key: 0, data: object, entry, flow };
    last[0] = step;
    let depth = 0;
    for (const key of path) {
      const known = last[++depth];
      const next: Step | undefined =
        known !== undefined && this.#stands(known, step, key) ? known : this.#child(step, key);
      if (next === undefined) return undefined;
      step = last[depth] = next;
    }
    return step;
  }

  /** Whether a step that was found before still leads from the outer one to the same value under this key. */
  #stands(step: Step, outer: Step, key: string | number): boolean {
    if (step.outer !== outer || step.key !== key) return false;
    const { parent, data, entry } = step;
    if (Array.isArray(parent))
      return (
        Object.is(parent[key as number], data) && this.#itemEntry(outer, parent, key as number) === entry
      );
    return Object.is((parent as Record<string, Data>)[key], data);
  }

  /**
   * The values of a map or list that stand in the text, in its order (of a list: in the order of the data), as far as what is
   * from behind their `:` or `-` to the end of their node is `wanted`: few are, and the others cost next to nothing.
   */
  children(step: Step, wanted: (after: number, node: number) => boolean): Step[] {
    const { data } = step;
    const children: Step[] = [];
    if (Array.isArray(data)) {
      const entries = this.#listEntries(step);
      const matched = entries.length === 0 ? [] : this.#match(step, data);
      matched.forEach((index, i) => {
        const entry = entries[index];
        if (entry !== undefined && wanted(entry.after, entry.node))
          children.push(this.#step(step, data, i, data[i], entry));
      });
    } else if (isMap(data)) {
      for (const entry of this.#wantedPairs(step, wanted)) {
        const key = entry.key as string;
        if (Object.hasOwn(data, key)) children.push(this.#step(step, data, key, data[key], entry));
      }
    }
    return children;
  }

  #wantedPairs(step: Step, wanted: (after: number, node: number) => boolean): readonly Entry[] {
    const { tree } = this.#nodes;
    const node = step.entry?.node ?? -1;
    const map = node < 0 ? node : this.#nodes.unwrap(node);
    if (!isUsualMap(tree, map)) return this.#mapEntries(step).filter((one) => wanted(one.after, one.node));
    const { next, end } = tree;
    const stop = next[map] as number;
    const pairs: Entry[] = [];
    for (let key = map + 1; key < stop; ) {
      const value = next[key] as number;
      if (wanted((end[key] as number) + 1, value)) pairs.push(usualEntry(tree, key));
      key = next[value] as number;
    }
    return pairs;
  }

  #child(step: Step, key: string | number): Step | undefined {
    const { data } = step;
    if (Array.isArray(data)) {
      if (typeof key !== "number" || key >= data.length) return undefined;
      return this.#step(step, data, key, data[key], this.#itemEntry(step, data, key));
    }
    if (!isMap(data) || !Object.hasOwn(data, key) || data[key] === undefined) return undefined;
    const node = step.entry?.node ?? -1;
    const entry = findUsual(this.#nodes.tree, node, String(key)) ?? this.#pairs(step).get(String(key));
    return this.#step(step, data, String(key), data[key], entry);
  }

  #step(outer: Step, parent: object, key: string | number, data: Data, entry: Entry | undefined): Step {
    const flow = outer.entry !== undefined && isFlowKind(this.#nodes.kind(outer.entry.node));
    return { outer, parent, key, data, entry, flow };
  }

  /** The entries of a map by key, worked out once: maps with thousands of keys are not to be searched for each. */
  #pairs(step: Step): ReadonlyMap<string, Entry> {
    const node = step.entry?.node ?? -1;
    let pairs = this.#byKey.get(node);
    if (pairs === undefined) {
      pairs = new Map(this.#mapEntries(step).map((entry) => [String(entry.key), entry]));
      this.#byKey.set(node, pairs);
    }
    return pairs;
  }

  #mapEntries(step: Step): readonly Entry[] {
    const node = step.entry?.node ?? -1;
    return isMapKind(this.#nodes.kind(node)) ? this.#nodes.entries(node).filter((entry) => !entry.merge) : [];
  }

  #listEntries(step: Step): readonly Entry[] {
    const node = step.entry?.node ?? -1;
    return isListKind(this.#nodes.kind(node)) ? this.#nodes.entries(node) : [];
  }

  #itemEntry(step: Step, data: readonly Data[], index: number): Entry | undefined {
    const entries = this.#listEntries(step);
    const entry = entries[index];
    const before = entry === undefined || entry.node < 0 ? null : this.#nodes.tree.value[entry.node];
    if (entry !== undefined && data.length === entries.length && Object.is(before, data[index])) return entry;
    return entries.length === 0 ? undefined : entries[this.#match(step, data)[index] ?? -1];
  }

  #match(step: Step, data: readonly Data[]): number[] {
    return matchItems(entryValues(this.#nodes, step.entry?.node ?? -1), data, true);
  }
}
