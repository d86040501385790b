// Owns telling changed data from unchanged: the data as it is now against the nodes as they were parsed.
import { keyText } from "./nodes.ts";
import { type Data, isMap, presentKeys } from "./print.ts";
import { Kind, type Tree } from "./tree.ts";

/** Whether two scalars are the same value. */
export function sameScalar(a: unknown, b: unknown): boolean {
  return a === b ? a !== 0 || Object.is(a, b) : Number.isNaN(a) && Number.isNaN(b);
}

/** Whether two pieces of data are equal; the order of keys does not matter, `undefined` counts as absent. */
export function sameData(a: Data, b: Data): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || a === b)
    return sameScalar(a, b);
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameData(item, b[i]));
  if (!isMap(a) || !isMap(b)) return false;
  const keys = presentKeys(a);
  return (
    keys.length === presentKeys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameData(a[key], b[key]))
  );
}

/**
 * Whether the data is what the node was parsed to. May say no for an unchanged node whose text is unusual (`{a}`, `? a`,
 * merge keys): the thorough comparison then finds nothing to do. Not for texts with aliases.
 */
export function unchanged(tree: Tree, node: number, data: Data): boolean {
  const { kind, value, next, end, text } = tree;
  const kindOf = kind[node] as number;
  if (kindOf === Kind.scalar || kindOf === Kind.none) return sameScalar(value[node], data);
  const stop = next[node] as number;
  if (node + 1 < stop && next[node + 1] === stop && value[node + 1] === value[node])
    return unchanged(tree, node + 1, data);
  let child = node + 1;
  if (kindOf === Kind.blockList || kindOf === Kind.flowList) {
    if (!Array.isArray(data) || data.length !== tree.count[node]) return false;
    for (const item of data) {
      if (child >= stop || !unchanged(tree, child, item)) return false;
      child = next[child] as number;
    }
    return child === stop;
  }
  if (!isMap(data)) return false;
  let pairs = 0;
  for (; child < stop; pairs++) {
    const item = next[child] as number;
    if (item >= stop || text.charCodeAt(end[child] as number) !== 0x3a) return false;
    const key = value[child];
    const now = data[typeof key === "string" ? key : keyText(key)];
    if (now === undefined || !unchanged(tree, item, now)) return false;
    child = next[item] as number;
  }
  return Object.keys(data).length === pairs;
}
