// Owns reading usual YAML quickly: block maps and lists, scalars, flow collections; no anchors, tags, explicit keys, tabs.
import { SyntaxProblem } from "./problem.ts";
import { readAny } from "./read-any.ts";
import { Scanner, Unusual } from "./scan.ts";
import { blockScalar } from "./scan-block.ts";
import { GrowingTree, Kind, type Tree } from "./tree.ts";

/** What a line may hold: what YAML calls printable, without carriage returns, which js-yaml takes for line breaks. */
const UNPRINTABLE = /[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Collections in collections: far less than what js-yaml refuses. */
const MAX_DEPTH = 40;

const COLON = 0x3a;

/**
 * The tree that js-yaml's events give, node by node the same (the tests compare them), several times faster. A resource that has
 * anything unusual in it is left to js-yaml, if it stands for itself; undefined for a text where that does not do.
 */
export function parseUsual(text: string): Tree | undefined {
  if (UNPRINTABLE.test(text)) return undefined;
  try {
    return new Reader(text).read();
  } catch (error) {
    if (error instanceof Unusual) return undefined;
    throw error;
  }
}

class Reader {
  readonly #scan: Scanner;
  readonly #tree: GrowingTree;
  #depth = 0;

  constructor(text: string) {
    this.#scan = new Scanner(text.endsWith("\n") ? text : `${text}\n`);
    this.#tree = new GrowingTree(text);
  }

  read(): Tree {
    const scan = this.#scan;
    scan.skip();
    if (scan.indent > 0 || scan.at !== scan.lineStart || scan.isEnd) scan.unusual();
    this.#map(this.#tree.open(scan.at), 0);
    return this.#tree.finish();
  }

  /** A map in block style whose first key begins at the offset, or (`key`, read already) has just ended there. */
  #map(node: number, indent: number, key?: unknown): Record<string, unknown> {
    const scan = this.#scan;
    this.#enter();
    const map: Record<string, unknown> = {};
    let name = key === undefined ? this.#key(indent) : String(key);
    for (;;) {
      const line = scan.lineStart;
      scan.colon();
      const value = this.#value(indent);
      this.#add(map, name, value);
      scan.skip();
      if (scan.isEnd) break;
      if (scan.lineStart === line || scan.indent > indent) scan.unusual();
      if (scan.indent < indent) break;
      name = this.#key(indent);
    }
    this.#depth--;
    this.#tree.close(node, scan.at, Kind.blockMap, map);
    return map;
  }

  #add(map: Record<string, unknown>, name: string, value: unknown): void {
    // Also what every object has, such as "constructor": rare enough.
    if (map[name] !== undefined) this.#scan.unusual();
    map[name] = value;
  }

  #key(least: number): string {
    const node = this.#tree.open(this.#scan.at);
    const value = this.#scan.scalar(least, false);
    this.#tree.close(node, this.#scan.at, Kind.scalar, value);
    return typeof value === "string" ? value : String(value);
  }

  /** What stands behind the `:` of a key at the column `indent`. */
  #value(indent: number): unknown {
    const scan = this.#scan;
    const node = this.#tree.open(scan.at);
    if (!scan.skip()) return this.#inline(node, indent + 1);
    if (scan.isDash && scan.indent >= indent) return this.#list(node, scan.indent);
    if (scan.indent > indent) {
      const isConfig = this.#depth === 1;
      return isConfig
        ? this.#orAny(node, indent, () => this.#map(node, scan.indent))
        : this.#map(node, scan.indent);
    }
    this.#tree.close(node, scan.at, Kind.none, null);
    return null;
  }

  /** A value on the line of its key or dash. */
  #inline(node: number, least: number): unknown {
    const scan = this.#scan;
    const { char } = scan;
    if (char === 0x5b || char === 0x7b) return this.#flow(node, least);
    const value = char === 0x7c || char === 0x3e ? blockScalar(scan, least) : scan.scalar(least, false);
    if (value === "<<") scan.unusual();
    this.#tree.close(node, scan.at, Kind.scalar, value);
    return value;
  }

  /** A list in block style whose first dash is at the offset. */
  #list(node: number, indent: number): unknown[] {
    const scan = this.#scan;
    this.#enter();
    const list: unknown[] = [];
    do {
      scan.at++;
      if (scan.skip() && scan.indent <= indent) scan.unusual();
      const line = scan.lineStart;
      const node = this.#tree.open(scan.at);
      const isResource = this.#depth === 2;
      list.push(
        isResource ? this.#orAny(node, indent, () => this.#item(node, indent)) : this.#item(node, indent),
      );
      scan.skip();
      if (scan.isEnd) break;
      if (scan.lineStart === line || scan.indent > indent) scan.unusual();
    } while (scan.indent === indent && scan.isDash);
    this.#depth--;
    this.#tree.closeList(node, scan.at, Kind.blockList, list);
    return list;
  }

  /** An entry of a list; js-yaml first takes it for a map's key, so that there are two nodes where it is none. */
  #item(node: number, indent: number): unknown {
    const scan = this.#scan;
    const tree = this.#tree;
    const start = scan.at;
    const column = start - scan.lineStart;
    if (scan.isDash) return this.#list(node, column);
    const line = scan.lineStart;
    const inner = tree.open(start);
    const { char } = scan;
    if (char === 0x7c || char === 0x3e) {
      tree.close(inner, start, Kind.none, null);
      return this.#inline(node, indent + 1);
    }
    const value = this.#inline(inner, indent + 1);
    if (scan.lineStart === line) while (scan.char === 0x20) scan.at++;
    if (scan.lineStart === line && scan.char === COLON) {
      if (typeof value === "object" && value !== null) scan.unusual();
      return this.#map(node, column, value);
    }
    const kind = tree.kind[inner] as number;
    if (Array.isArray(value)) tree.closeList(node, scan.at, kind, value);
    else tree.close(node, scan.at, kind, value);
    return value;
  }

  /** A flow collection whose bracket is at the offset; `least`: the indentation of its lines, which js-yaml lets pass. */
  #flow(node: number, least: number): unknown {
    const scan = this.#scan;
    const isMap = scan.char === 0x7b;
    const close = isMap ? 0x7d : 0x5d;
    this.#enter();
    const map: Record<string, unknown> = {};
    const list: unknown[] = [];
    scan.at++;
    for (let next = true; ; ) {
      scan.skip();
      if (scan.char === close) break;
      if (!next) scan.unusual();
      const line = scan.lineStart;
      const key = this.#inFlow(least);
      scan.skip();
      const isPair = scan.lineStart === line && scan.char === COLON;
      if (isPair !== isMap || (isMap && typeof key === "object" && key !== null)) scan.unusual();
      if (isMap) {
        scan.at++;
        scan.skip();
        this.#add(map, String(key), this.#flowValue(least, close));
        scan.skip();
      } else list.push(key);
      next = scan.char === 0x2c;
      if (next) scan.at++;
    }
    scan.at++;
    this.#depth--;
    if (isMap) this.#tree.close(node, scan.at, Kind.flowMap, map);
    else this.#tree.closeList(node, scan.at, Kind.flowList, list);
    return isMap ? map : list;
  }

  /** A value in a flow map, which may be left out. */
  #flowValue(least: number, close: number): unknown {
    const { char, at } = this.#scan;
    if (char !== close && char !== 0x2c) return this.#inFlow(least);
    this.#tree.close(this.#tree.open(at), at, Kind.none, null);
    return null;
  }

  #inFlow(least: number): unknown {
    const scan = this.#scan;
    const { char } = scan;
    const node = this.#tree.open(scan.at);
    if (char === 0x5b || char === 0x7b) return this.#flow(node, least);
    const value = scan.scalar(least, true);
    this.#tree.close(node, scan.at, Kind.scalar, value);
    return value;
  }

  /**
   * What `read` gives of a resource or a functionConfig. Where that finds something unusual, js-yaml reads the lines from here to
   * the next token that is indented by `indent` or less: a map for itself, without aliases of others.
   */
  #orAny(node: number, indent: number, read: () => unknown): unknown {
    const scan = this.#scan;
    const tree = this.#tree;
    const depth = this.#depth;
    const { at: from, lineStart } = scan;
    const start = tree.start[node] as number;
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Unusual)) throw error;
    }
    tree.rewind(node);
    scan.at = from;
    scan.lineStart = lineStart;
    scan.skipDeeper(indent);
    try {
      readAny(tree, { from, to: scan.at, column: from - lineStart });
    } catch (error) {
      if (error instanceof SyntaxProblem) scan.unusual();
      throw error;
    }
    const kind = tree.kind[node];
    if (tree.next[node] !== tree.used || (kind !== Kind.blockMap && kind !== Kind.flowMap)) scan.unusual();
    tree.start[node] = start;
    this.#depth = depth;
    return tree.value[node];
  }

  #enter(): void {
    if (++this.#depth > MAX_DEPTH) this.#scan.unusual();
  }
}
