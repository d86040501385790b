// Owns reading a YAML text once: what Kubernetes tools write in the quick reader, all else with js-yaml.
import { readAny } from "./read-any.ts";
import { parseUsual } from "./read-usual.ts";
import { GrowingTree, type Tree } from "./tree.ts";

/** Parses all documents of a text. Throws SyntaxProblem. */
export function parse(text: string): Tree {
  return parseUsual(text) ?? parseAny(text);
}

/** Parses with js-yaml alone: the same tree, several times slower. Throws SyntaxProblem. */
export function parseAny(text: string): Tree {
  const tree = new GrowingTree(text);
  readAny(tree);
  return tree.finish();
}
