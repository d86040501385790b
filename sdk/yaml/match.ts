// Owns which entry of a list's text each item of the changed data came from.
import type { Data } from "./print.ts";
import { isMap } from "./print.ts";
import { sameScalar } from "./same.ts";

/** Up to this many comparisons the best alignment of two lists is searched. */
const ALIGN_LIMIT = 40_000;

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const same = (a: unknown, b: unknown): boolean => (isObject(a) ? a === b : sameScalar(a, b));

/** What is left between an equal beginning and an equal end, and what of it is matched so far. */
interface Middle {
  readonly before: readonly Data[];
  readonly items: readonly Data[];
  /** Where both begin, and the offsets behind the last entry and item. */
  readonly head: number;
  readonly last: number;
  readonly lastItem: number;
  readonly matched: number[];
  /** Entries that are taken. */
  readonly used: Set<number>;
}

/**
 * For every item the index of the entry that it came from, or -1 for a new one. The same object, or an equal scalar, is
 * the same entry wherever it now stands. With `pair`, items left over take the place of entries left over between the
 * same neighbours (a changed scalar, a copied map), so that they are edited and not replaced.
 */
export function matchItems(before: readonly Data[], items: readonly Data[], pair: boolean): number[] {
  const matched = new Array<number>(items.length).fill(-1);
  let head = 0;
  while (head < before.length && head < items.length && same(before[head], items[head])) {
    matched[head] = head;
    head++;
  }
  let [last, lastItem] = [before.length, items.length];
  while (last > head && lastItem > head && same(before[last - 1], items[lastItem - 1]))
    matched[--lastItem] = --last;
  if (head < last && head < lastItem) {
    const middle: Middle = { before, items, head, last, lastItem, matched, used: new Set() };
    if ((last - head) * (lastItem - head) <= ALIGN_LIMIT) align(middle);
    findMoved(middle);
    if (pair) pairRest(middle);
  }
  return matched;
}

/** The longest common subsequence of what is left. */
function align({ before, items, head, last, lastItem, matched, used }: Middle): void {
  const [rows, columns] = [last - head, lastItem - head];
  const best = new Int32Array((rows + 1) * (columns + 1));
  const at = (row: number, col: number): number => best[row * (columns + 1) + col] as number;
  for (let row = rows - 1; row >= 0; row--) {
    for (let col = columns - 1; col >= 0; col--) {
      best[row * (columns + 1) + col] = same(before[head + row], items[head + col])
        ? at(row + 1, col + 1) + 1
        : Math.max(at(row + 1, col), at(row, col + 1));
    }
  }
  for (let row = 0, col = 0; row < rows && col < columns; ) {
    if (same(before[head + row], items[head + col])) {
      matched[head + col] = head + row;
      used.add(head + row);
      row++;
      col++;
    } else if (at(row + 1, col) >= at(row, col + 1)) row++;
    else col++;
  }
}

/** Items that stand somewhere else now. */
function findMoved({ before, items, head, last, lastItem, matched, used }: Middle): void {
  const places = new Map<unknown, number[]>();
  for (let i = last - 1; i >= head; i--) {
    if (used.has(i)) continue;
    const found = places.get(before[i]);
    if (found === undefined) places.set(before[i], [i]);
    else found.push(i);
  }
  for (let i = head; i < lastItem; i++) {
    if (matched[i] !== -1) continue;
    const place = places.get(items[i])?.pop();
    if (place === undefined) continue;
    matched[i] = place;
    used.add(place);
  }
}

/**
 * Items left over take entries left over between the same neighbours: each its own, where there are as many of both; else
 * in their order, where both are of one form.
 */
function pairRest({ before, items, head, last, lastItem, matched, used }: Middle): void {
  for (let i = head, floor = head; i < lastItem; ) {
    if (matched[i] !== -1) {
      floor = Math.max(floor, (matched[i++] as number) + 1);
      continue;
    }
    let end = i;
    while (end < lastItem && matched[end] === -1) end++;
    const ceiling = end < lastItem ? (matched[end] as number) : last;
    const free: number[] = [];
    for (let entry = floor; entry < ceiling; entry++) if (!used.has(entry)) free.push(entry);
    const isEven = free.length === end - i;
    for (; i < end && free.length > 0; i++) {
      const entry = free[0] as number;
      if (!isEven && !sameForm(before[entry], items[i])) continue;
      matched[i] = entry;
      free.shift();
    }
    i = end;
  }
}

function sameForm(a: Data, b: Data): boolean {
  return Array.isArray(a) === Array.isArray(b) && isMap(a) === isMap(b);
}
