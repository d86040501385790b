// Owns where nodes and their entries stand in the text, worked out from the parser's spans only where it is asked for.
import { column, lineEnd, lineStart, skipBlanks, skipSpace, trimBack } from "./lines.ts";
import { Kind, type Tree } from "./tree.ts";
import { isSeparator, isUsualKey, usualEntry } from "./usual-map.ts";

/** One entry of a map or list. */
export interface Entry {
  /** A map's key as the data has it. */
  readonly key?: string;
  /** The key's node; -1 in lists. */
  readonly keyNode: number;
  /** The value's node; -1 where there is none, as in `{a}` or an empty `-`. */
  readonly node: number;
  /** Offset of the key (with its anchor), of `?`, of `-`, or of a flow list's value. */
  readonly start: number;
  /** Offset behind the `:` or `-`; without one, behind the key, or where a flow list's value begins. */
  readonly after: number;
  /** Whether a map's entry has its `:`. */
  readonly colon: boolean;
  /** `<<`: the entry stands for the entries of another map. */
  readonly merge: boolean;
}

export const isMapKind = (kind: number): boolean => kind === Kind.blockMap || kind === Kind.flowMap;
export const isListKind = (kind: number): boolean => kind === Kind.blockList || kind === Kind.flowList;
export const isFlowKind = (kind: number): boolean => kind === Kind.flowMap || kind === Kind.flowList;

/** The nodes of a text with their places. */
export class Nodes {
  readonly tree: Tree;
  readonly text: string;
  readonly #entries = new Map<number, readonly Entry[]>();

  constructor(tree: Tree) {
    this.tree = tree;
    this.text = tree.text;
  }

  /** The parser opens some nodes twice; this gives the inner one, which has the children. */
  unwrap(node: number): number {
    const { next, value, kind } = this.tree;
    let at = node;
    while (
      (kind[at] as number) >= Kind.blockMap &&
      next[at + 1] === next[at] &&
      value[at + 1] === value[at] &&
      at + 1 < (next[at] as number)
    ) {
      at++;
    }
    return at;
  }

  kind(node: number): number {
    return node < 0 ? Kind.none : (this.tree.kind[this.unwrap(node)] as number);
  }

  /** Offset of the node's first character, its tag or anchor included; undefined where it has no text. */
  start(node: number): number | undefined {
    if (node < 0) return undefined;
    const at = skipSpace(this.text, this.tree.start[node] as number);
    const end = Math.min(this.tree.end[node] as number, this.text.length);
    return this.tree.kind[node] === Kind.none && at >= end ? undefined : at;
  }

  /** The offset behind the last of the tags and anchors that stand at `start`, and the offset of what follows them. */
  properties(start: number): { end: number; content: number } {
    let end = start;
    let content = start;
    for (;;) {
      const char = this.text.charCodeAt(content);
      if (char !== 0x26 && char !== 0x21) return { end, content };
      end = content;
      while (!/[\s,[\]{}]/.test(this.text[end] ?? " ") || (char === 0x21 && this.text[end] === ",")) end++;
      content = skipSpace(this.text, end);
    }
  }

  /** The offset behind the node's last character. `after` is where a node without text would end. */
  end(node: number, after: number): number {
    const start = this.start(node);
    if (start === undefined) return after;
    const inner = this.unwrap(node);
    const { end: propertiesEnd, content } = this.properties(start);
    const stop = this.tree.end[inner] as number;
    switch (this.tree.kind[inner]) {
      case Kind.none: {
        if (this.text.charCodeAt(content) !== 0x2a || content >= stop) return propertiesEnd;
        let at = content;
        while (!/[\s,[\]{}]/.test(this.text[at] ?? " ")) at++;
        return at;
      }
      case Kind.blockMap:
      case Kind.blockList: {
        const last = this.entries(inner).at(-1);
        return last === undefined ? content : this.entryEnd(last);
      }
      case Kind.scalar: {
        const char = this.text.charCodeAt(content);
        if (char === 0x7c || char === 0x3e) return this.#blockScalarEnd(content, stop);
        if (content >= stop) return propertiesEnd;
        break;
      }
    }
    return trimBack(this.text, stop, content);
  }

  entryEnd(entry: Entry): number {
    return entry.node < 0 ? entry.after : this.end(entry.node, entry.after);
  }

  /** The block scalar that a node's text ends in: "keep" for one that takes all blank lines behind it (`|+`). */
  blockScalarAtEnd(node: number): "keep" | "other" | undefined {
    const start = this.start(node);
    if (start === undefined) return undefined;
    const kind = this.kind(node);
    if (kind === Kind.blockMap || kind === Kind.blockList) {
      return this.blockScalarAtEnd(this.entries(node).at(-1)?.node ?? -1);
    }
    const { content } = this.properties(start);
    const char = this.text.charCodeAt(content);
    if (kind !== Kind.scalar || (char !== 0x7c && char !== 0x3e)) return undefined;
    return this.text.slice(content, this.headerEnd(content)).includes("+") ? "keep" : "other";
  }

  /** Behind the `|` or `>` and its indicators. */
  headerEnd(content: number): number {
    let at = content + 1;
    while (/[-+0-9]/.test(this.text[at] ?? "")) at++;
    return at;
  }

  /** The entries of a map or list, in the order of the text. */
  entries(node: number): readonly Entry[] {
    const inner = this.unwrap(node);
    let entries = this.#entries.get(inner);
    if (entries === undefined) {
      const kind = this.tree.kind[inner];
      if (kind === Kind.blockList) entries = this.#dashes(inner);
      else entries = this.#pairs(inner, kind !== Kind.blockMap);
      this.#entries.set(inner, entries);
    }
    return entries;
  }

  #dashes(list: number): Entry[] {
    const { start, end, next } = this.tree;
    const entries: Entry[] = [];
    const stop = end[list] as number;
    let child = list + 1;
    let at = this.properties(this.start(list) as number).content;
    while (at < stop && this.text.charCodeAt(at) === 0x2d) {
      const after = at + 1;
      const value = skipSpace(this.text, after);
      const found = child < (next[list] as number) && start[child] === value;
      entries.push({ keyNode: -1, node: found ? child : -1, start: at, after, colon: true, merge: false });
      at = value;
      if (!found) continue;
      at = skipSpace(this.text, end[child] as number);
      child = next[child] as number;
    }
    return entries;
  }

  #pairs(map: number, flow: boolean): Entry[] {
    const { start, end, next, value, kind } = this.tree;
    const isList = kind[map] === Kind.flowList;
    const stop = next[map] as number;
    const entries: Entry[] = [];
    const isColon = (at: number) => (flow ? this.text.charCodeAt(at) === 0x3a : isSeparator(this.text, at));
    let at = this.properties(this.start(map) as number).content + (flow ? 1 : 0);
    for (let child = map + 1; child < stop; ) {
      if (!flow && value[child] !== "<<" && isUsualKey(this.tree, child, stop)) {
        const entry = usualEntry(this.tree, child);
        entries.push(entry);
        at = Math.max(entry.after, end[entry.node] as number);
        child = next[entry.node] as number;
        continue;
      }
      at = skipSpace(this.text, at);
      if (flow && this.text.charCodeAt(at) === 0x2c) at = skipSpace(this.text, at + 1);
      const explicit = this.text.charCodeAt(at) === 0x3f && /\s/.test(this.text[at + 1] ?? " ");
      const begin = explicit ? at : (start[child] as number);
      const isUsual = isColon(end[child] as number);
      const keyEnd = isUsual ? (end[child] as number) : this.end(child, explicit ? at + 1 : begin);
      const mark = isUsual ? keyEnd : skipSpace(this.text, keyEnd);
      const node = next[child] as number;
      const colon = isColon(mark) && node < stop;
      if (!colon && !explicit && this.start(child) === undefined) break; // the parser's look at what follows the map
      if (isList && !colon && !explicit) {
        entries.push({ keyNode: -1, node: child, start: begin, after: begin, colon: true, merge: false });
      } else {
        const after = colon ? mark + 1 : keyEnd;
        const merge = value[child] === "<<" && this.text.charCodeAt(this.start(child) ?? 0) === 0x3c;
        const key = keyText(value[child]);
        entries.push({ key, keyNode: child, node: colon ? node : -1, start: begin, after, colon, merge });
      }
      at = colon ? Math.max(mark + 1, end[node] as number) : mark;
      child = colon ? (next[node] as number) : node;
    }
    return entries;
  }

  #blockScalarEnd(content: number, stop: number): number {
    const { text } = this;
    const header = lineEnd(text, content);
    const indicators = text.slice(content + 1, this.headerEnd(content));
    let last = Math.min(stop, text.length);
    const line = lineStart(text, last);
    if (line > header && skipBlanks(text, line) >= last && (last < text.length || line === last)) {
      last = previousLineEnd(text, line);
    }
    if (last <= header || indicators.includes("+")) return Math.max(last, header);
    const first = /[^\s]/.exec(text.slice(header, last));
    const indent = first === null || /\d/.test(indicators) ? 0 : column(text, header + first.index);
    while (last > header) {
      const begin = lineStart(text, last);
      if (skipBlanks(text, begin) < last || last - begin > indent) break;
      last = previousLineEnd(text, begin);
    }
    return Math.max(last, header);
  }
}

function previousLineEnd(text: string, line: number): number {
  return lineEnd(text, lineStart(text, line - 1));
}

/** A map's key as js-yaml puts it into the data: always a string. */
export function keyText(key: unknown): string {
  if (typeof key === "string") return key;
  if (key !== null && typeof key === "object" && !Array.isArray(key)) return "[object Object]";
  if (Array.isArray(key)) return key.map((part) => (isObject(part) ? "[object Object]" : part)).join();
  return String(key);
}

function isObject(value: unknown): boolean {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
