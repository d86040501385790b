// Owns reading a YAML text once: its data, and for every node the span of its text, as compact arrays.
import { loadAll, YAMLException } from "js-yaml";
import { lineNumber } from "./lines.ts";
import { createSchema } from "./schema.ts";

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
  /** Lists in block style with an empty entry, which the parser may have read wrongly (see `checkEmptyEntries`). */
  readonly withEmpty: readonly number[];
  /** The documents: their first nodes. */
  readonly roots: readonly number[];
}

/** A text that is no YAML: what is wrong, and where (offset and line from 1). */
export class SyntaxProblem extends Error {
  readonly position: number;
  readonly line: number;
  /** Where the problem is no key's or entry's. */
  readonly path: string | undefined;
  constructor(message: string, position: number, line: number, path?: string, options?: ErrorOptions) {
    super(message, options);
    this.position = position;
    this.line = line;
    this.path = path;
  }
}

interface ParserState {
  readonly position: number;
  readonly kind: string | null;
  readonly result: unknown;
  readonly anchor: string | null;
  readonly input: string;
}

/** Parses all documents of a text. Throws SyntaxProblem. */
export function parse(text: string): Tree {
  let room = Math.max(1024, text.length >> 3);
  const tree = {
    text,
    start: new Int32Array(room),
    end: new Int32Array(room),
    next: new Int32Array(room),
    kind: new Uint8Array(room),
    count: new Int32Array(room),
    value: [] as unknown[],
    aliases: undefined as Map<number, number> | undefined,
    anchors: undefined as Set<number> | undefined,
    shared: false,
    withEmpty: [] as number[],
    roots: [] as number[],
  };
  const open: number[] = [];
  const named = new Map<string, number>();
  let used = 0;

  const grow = (): void => {
    room *= 2;
    for (const field of ["start", "end", "next", "count"] as const) tree[field] = enlarge(tree[field], room);
    tree.kind = enlarge(tree.kind, room);
  };
  const anchor = (node: number, name: string): void => {
    tree.anchors ??= new Set();
    tree.anchors.add(node);
    named.set(name, node);
  };
  const alias = (node: number): void => {
    const at = skipSpace(text, tree.start[node] as number);
    if (at >= (tree.end[node] as number)) return; // nothing there: the next token is another node's
    const name = /^\*([^\s,[\]{}]+)/.exec(text.slice(at, at + 1024))?.[1];
    if (name === undefined) return;
    const target = named.get(name);
    if (target === undefined || !Object.is(tree.value[target], tree.value[node])) {
      throw new SyntaxProblem("an alias must not stand inside its own anchor", at, lineNumber(text, at));
    }
    tree.aliases ??= new Map();
    tree.aliases.set(node, target);
    tree.shared = true;
  };

  const listener = (event: string, state: ParserState): void => {
    if (event === "open") {
      if (used === room) grow();
      tree.start[used] = state.position;
      tree.value.push(undefined);
      open.push(used++);
      return;
    }
    const node = open.pop() as number;
    tree.end[node] = state.position;
    tree.next[node] = used;
    tree.value[node] = state.result;
    const kind = state.kind;
    if (kind === "scalar") {
      tree.kind[node] = Kind.scalar;
      if (state.result === "<<") tree.shared = true;
    } else if (kind === "mapping") {
      tree.kind[node] = text.charCodeAt(state.position - 1) === 0x7d ? Kind.flowMap : Kind.blockMap;
    } else if (kind === "sequence") {
      tree.kind[node] = text.charCodeAt(state.position - 1) === 0x5d ? Kind.flowList : Kind.blockList;
      tree.count[node] = (state.result as unknown[]).length;
      if (tree.kind[node] === Kind.blockList && (state.result as unknown[]).includes(null))
        tree.withEmpty.push(node);
    } else if (named.size > 0 || state.result !== null) alias(node);
    if (state.anchor !== null) anchor(node, state.anchor);
  };

  try {
    loadAll(text, null, { schema: createSchema(), listener, maxTotalMergeKeys: 1_000_000 } as object);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const mark = error.mark as { position?: number; line?: number } | undefined;
    throw new SyntaxProblem(error.reason, mark?.position ?? 0, (mark?.line ?? 0) + 1, undefined, {
      cause: error,
    });
  }
  for (let node = 0; node < used; node = tree.next[node] as number) tree.roots.push(node);
  return tree;
}

function enlarge<T extends Int32Array | Uint8Array>(array: T, room: number): T {
  const larger = new (array.constructor as new (length: number) => T)(room);
  larger.set(array);
  return larger;
}

/** The offset of the next token: behind white space, line breaks and comments. */
export function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const char = text.charCodeAt(at);
    if (char === 0x20 || char === 0x0a || char === 0x0d || char === 0x09) at++;
    else if (char === 0x23) {
      const line = text.indexOf("\n", at);
      at = line < 0 ? text.length : line;
    } else return at;
  }
}
