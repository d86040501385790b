// Owns the syntax tree of a Go regular expression.

/** Whether a code point is one of a set. */
export type CharTest = (code: number) => boolean;

/** What must hold between two characters. */
export type Assertion = "begin" | "end" | "line-begin" | "line-end" | "word" | "no-word";

/** A part of an expression. */
export type Node =
  | { readonly kind: "char"; readonly test: CharTest }
  | { readonly kind: "all"; readonly nodes: readonly Node[] }
  | { readonly kind: "any"; readonly nodes: readonly Node[] }
  | { readonly kind: "group"; readonly node: Node; readonly index: number }
  | { readonly kind: "assert"; readonly what: Assertion }
  | {
      readonly kind: "repeat";
      readonly node: Node;
      readonly min: number;
      readonly max: number;
      readonly greedy: boolean;
    };

/** An expression that is not valid; its message is that of Go's `regexp.Compile`. */
export class RegExpError extends Error {
  override readonly name = "RegExpError";

  constructor(what: string, part: string) {
    super(`error parsing regexp: ${what}: \`${part}\``);
  }
}

/** Whether a part can match nothing at all. */
export function canBeEmpty(node: Node): boolean {
  switch (node.kind) {
    case "char":
      return false;
    case "assert":
      return true;
    case "all":
      return node.nodes.every(canBeEmpty);
    case "any":
      return node.nodes.some(canBeEmpty);
    case "group":
      return canBeEmpty(node.node);
    case "repeat":
      return node.min === 0 || canBeEmpty(node.node);
  }
}
