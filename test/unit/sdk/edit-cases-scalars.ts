// Owns the edits of scalars.
import { type EditCase, text } from "./edit-case.ts";

export const SCALAR_CASES: readonly EditCase[] = [
  [
    "a plain scalar of several lines",
    text("a: one", "  two", "  three # c", "b: 1"),
    (d) => {
      d.a = "new";
    },
    text("a: new # c", "b: 1"),
  ],
  [
    "a quoted scalar of several lines",
    text('a: "one', '  two" # c', "b: 1"),
    (d) => {
      d.a = "new";
    },
    text('a: "new" # c', "b: 1"),
  ],
  [
    "a block scalar keeps its form and its header's comment",
    text("a: | # c", "  one", "  two", "", "b: 1"),
    (d) => {
      d.a = "three\n\n  four\n";
    },
    text("a: | # c", "  three", "", "    four", "", "b: 1"),
  ],
  [
    "a block scalar loses its last line break",
    text("a: |", "  one"),
    (d) => {
      d.a = "two";
    },
    text("a: |-", "  two"),
  ],
  [
    "a folded scalar",
    text("a: >", "  one", "  two"),
    (d) => {
      d.a = "x\ny\n";
    },
    text("a: >", "  x", "", "  y"),
  ],
  [
    "a block scalar that becomes a number",
    text("a: | # c", "  one", "b: 1"),
    (d) => {
      d.a = 3;
    },
    text("a: 3 # c", "b: 1"),
  ],
  [
    "an indented first line needs an indicator",
    text("a: x"),
    (d) => {
      d.a = "  x\ny\n";
    },
    text("a: |2", "    x", "  y"),
  ],
  [
    "several line breaks at the end need quotes",
    text("a: x"),
    (d) => {
      d.a = "x\n\n";
    },
    text('a: "x\\n\\n"'),
  ],
  [
    "control characters need quotes",
    text("a: x"),
    (d) => {
      d.a = "x\u0007\r\n\ty\u2028";
    },
    text('a: "x\\x07\\r\\n\\ty\\u2028"'),
  ],
  [
    "a value on the next line",
    text("a:", '  "x" # c', "b: 1"),
    (d) => {
      d.a = "y";
    },
    text("a:", '  "y" # c', "b: 1"),
  ],
  [
    "tags go with the value they describe",
    text("a: !!str 5", "b: !local x", "c: 1"),
    (d) => {
      d.a = 6;
      d.c = 2;
    },
    text("a: 6", "b: !local x", "c: 2"),
  ],
  [
    "special numbers",
    text("a: 1"),
    (d) => {
      d.a = [Number.NaN, -Infinity, 1e21, -0, 0.1];
    },
    text("a:", "- .nan", "- -.inf", "- 1.0e+21", "- -0.0", "- 0.1"),
  ],
];
