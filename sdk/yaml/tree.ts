// Owns the nodes of a YAML text: for each the span of its text and its value, as compact arrays.

/** What a node is in the text. */
export const Kind = { none: 0, scalar: 1, blockMap: 2, blockList: 3, flowMap: 4, flowList: 5 } as const;

/**
 * A text and its nodes. Nodes are numbered in the order of the text, a node before its children, so that a node's
 * subtree is the numbers from it up to `next`. Keys are nodes too: a map's children are key, value, key, value.
 */
export interface Tree {
  readonly text: string;
  /** Where the parser began to look for the node: behind the `:` or `-`. */
  readonly start: Int32Array;
  /** Where the parser went on after the node: behind it and any space and comments that follow. */
  readonly end: Int32Array;
  readonly next: Int32Array;
  readonly kind: Uint8Array;
  /** The number of entries of a list, as parsed. */
  readonly count: Int32Array;
  /** The parsed value; for collections the very object that is part of the data. */
  readonly value: unknown[];
  /** The node that each alias stands for, and every node with an anchor. Undefined in a text without anchors. */
  readonly aliases?: Map<number, number>;
  readonly anchors?: Set<number>;
  /** Whether there are aliases or (what looks like) merge keys, so that one object may stand at several places. */
  readonly shared: boolean;
  /** The nodes with an anchor, the aliases and (what looks like) merge keys, ascending. */
  readonly marked: readonly number[];
  /** Lists in block style with an empty entry, which the parser may have read wrongly (see `checkEmptyEntries`). */
  readonly withEmpty: readonly number[];
  /** The documents: their first nodes. */
  readonly roots: readonly number[];
}

/** A tree that is being read. */
export class GrowingTree {
  readonly text: string;
  start: Int32Array;
  end: Int32Array;
  next: Int32Array;
  kind: Uint8Array;
  count: Int32Array;
  readonly value: unknown[] = [];
  aliases: Map<number, number> | undefined;
  anchors: Set<number> | undefined;
  shared = false;
  readonly withEmpty: number[] = [];
  readonly roots: number[] = [];
  readonly marked: number[] = [];
  /** The number of nodes so far. */
  used = 0;

  constructor(text: string) {
    const room = Math.max(1024, text.length >> 3);
    this.text = text;
    this.start = new Int32Array(room);
    this.end = new Int32Array(room);
    this.next = new Int32Array(room);
    this.kind = new Uint8Array(room);
    this.count = new Int32Array(room);
  }

  /** A new node, which begins at an offset. */
  open(at: number): number {
    const node = this.used++;
    if (node === this.kind.length) this.#grow();
    this.start[node] = at;
    this.value.push(undefined);
    return node;
  }

  /** What an open node turned out to be; what was opened since is in it. */
  close(node: number, at: number, kind: number, value: unknown): void {
    this.end[node] = at;
    this.next[node] = this.used;
    this.kind[node] = kind;
    this.value[node] = value;
  }

  /** Likewise for a list. */
  closeList(node: number, at: number, kind: number, list: readonly unknown[]): void {
    this.close(node, at, kind, list);
    this.count[node] = list.length;
    if (kind === Kind.blockList && list.includes(null)) this.withEmpty.push(node);
  }

  /** Forgets a node and all that were opened since. */
  rewind(node: number): void {
    this.used = node;
    this.value.length = node;
    while ((this.withEmpty.at(-1) ?? -1) >= node) this.withEmpty.pop();
  }

  /** All documents are read. */
  finish(): Tree {
    this.marked.sort((a, b) => a - b);
    for (let node = 0; node < this.used; node = this.next[node] as number) this.roots.push(node);
    return this as Tree;
  }

  #grow(): void {
    const room = this.kind.length * 2;
    this.start = enlarge(this.start, room);
    this.end = enlarge(this.end, room);
    this.next = enlarge(this.next, room);
    this.count = enlarge(this.count, room);
    this.kind = enlarge(this.kind, room);
  }
}

/** Whether an anchor, an alias or a merge key is in a node of a text where objects are shared. */
export function isShared({ shared, marked, next }: Tree, node: number): boolean {
  if (!shared || node < 0) return false;
  let [low, high] = [0, marked.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marked[middle] as number) < node) low = middle + 1;
    else high = middle;
  }
  return low < marked.length && (marked[low] as number) < (next[node] as number);
}

function enlarge<T extends Int32Array | Uint8Array>(array: T, room: number): T {
  const larger = new (array.constructor as new (length: number) => T)(room);
  larger.set(array);
  return larger;
}
