// Owns reading whatever YAML there is, with js-yaml.
import { loadAll, YAMLException } from "js-yaml";
import { lineNumber, skipSpace } from "./lines.ts";
import { SyntaxProblem } from "./problem.ts";
import { createSchema } from "./schema.ts";
import { type GrowingTree, Kind } from "./tree.ts";

interface ParserState {
  readonly position: number;
  readonly kind: string | null;
  readonly result: unknown;
  readonly anchor: string | null;
}

/** A piece of a text that stands for itself: whole lines but for their beginning, such as a list's entry behind its dash. */
export interface Part {
  readonly from: number;
  readonly to: number;
  /** The column of `from`. */
  readonly column: number;
}

let schema: ReturnType<typeof createSchema> | undefined;

/** Adds the nodes of the tree's text, or of a part of it. Throws SyntaxProblem. */
export function readAny(tree: GrowingTree, part?: Part): void {
  const { text } = tree;
  const [input, shift, limit] =
    part === undefined
      ? [text, 0, Number.POSITIVE_INFINITY]
      : [" ".repeat(part.column) + text.slice(part.from, part.to), part.from - part.column, part.to];
  schema ??= createSchema();
  try {
    const listener = listenerOf(tree, shift, limit);
    loadAll(input, null, { schema, listener, maxTotalMergeKeys: 1_000_000 } as object);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const mark = error.mark as { position?: number; line?: number } | undefined;
    throw new SyntaxProblem(error.reason, mark?.position ?? 0, (mark?.line ?? 0) + 1, undefined, {
      cause: error,
    });
  }
}

/** What makes nodes of js-yaml's events; its offsets are `shift` less than the text's, and none is beyond `limit`. */
function listenerOf(tree: GrowingTree, shift: number, limit: number) {
  const { text } = tree;
  const open: number[] = [];
  const named = new Map<string, number>();

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
    tree.marked.push(node);
    tree.shared = true;
  };

  return (event: string, state: ParserState): void => {
    const position = Math.min(state.position + shift, limit);
    if (event === "open") {
      open.push(tree.open(position));
      return;
    }
    const node = open.pop() as number;
    const { kind, result } = state;
    // An entry of a list that is no map is opened twice, the second time where its text really is.
    const isTwice =
      tree.used > node + 1 && tree.next[node + 1] === tree.used && tree.value[node + 1] === result;
    const last = text.charCodeAt((isTwice ? (tree.end[node + 1] as number) : position) - 1);
    if (kind === "scalar") {
      tree.close(node, position, Kind.scalar, result);
      if (result === "<<") {
        tree.marked.push(node);
        tree.shared = true;
      }
    } else if (kind === "mapping") {
      tree.close(node, position, last === 0x7d ? Kind.flowMap : Kind.blockMap, result);
    } else if (kind === "sequence") {
      tree.closeList(node, position, last === 0x5d ? Kind.flowList : Kind.blockList, result as unknown[]);
    } else {
      tree.close(node, position, Kind.none, result);
      if (named.size > 0 || result !== null) alias(node);
    }
    if (state.anchor === null) return;
    tree.anchors ??= new Set();
    tree.anchors.add(node);
    tree.marked.push(node);
    named.set(state.anchor, node);
  };
}
