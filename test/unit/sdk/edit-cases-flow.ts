// Owns the edits of flow collections and JSON.
import { type EditCase, text } from "./edit-case.ts";

export const FLOW_CASES: readonly EditCase[] = [
  [
    "a flow map",
    "a: {b: 1, c: 'x'} # c\n",
    (d) => {
      d.a.b = 2;
      d.a.c = "y";
      d.a.new = [1, { z: "a, b" }];
    },
    "a: {b: 2, c: 'y', new: [1, {z: \"a, b\"}]} # c\n",
  ],
  [
    "keys go out of a flow map",
    "a: {b: 1, c: 2, d: 3}\n",
    (d) => {
      delete d.a.b;
      delete d.a.d;
    },
    "a: {c: 2}\n",
  ],
  [
    "the last key goes out",
    "a: {b: 1}\n",
    (d) => {
      delete d.a.b;
    },
    "a: {}\n",
  ],
  [
    "a flow list",
    "a: [x, 'y', z]\n",
    (d) => {
      d.a.splice(1, 1);
      d.a.push("new");
    },
    "a: [x, z, new]\n",
  ],
  [
    "a flow list gets an item first",
    "a: [x, y]\n",
    (d) => {
      d.a.unshift("new");
    },
    "a: [new, x, y]\n",
  ],
  [
    "a reordered flow list",
    "a: [x, 'y']\n",
    (d) => {
      d.a.reverse();
    },
    "a: ['y', x]\n",
  ],
  [
    "values without text",
    "a: {b, c: , d: 1}\n",
    (d) => {
      d.a.b = 1;
      d.a.c = 2;
    },
    "a: {b: 1, c: 2, d: 1}\n",
  ],
  [
    "an empty flow list inside a flow map",
    "a: {b: []}\n",
    (d) => {
      d.a.b.push("x");
    },
    "a: {b: [x]}\n",
  ],
  [
    "several lines with comments",
    text("a: [", "  x, # X", "  y # Y", "]"),
    (d) => {
      d.a.push("new");
    },
    text("a: [", "  x, # X", "  y, # Y", "  new", "]"),
  ],
  [
    "several lines, the last goes",
    text("a: [", "  x, # X", "  y # Y", "]"),
    (d) => {
      d.a.pop();
    },
    text("a: [", "  x # X # Y", "]"),
  ],
  [
    "a comma at the end",
    text("a: [", "  x,", "]"),
    (d) => {
      d.a.push("new");
    },
    text("a: [", "  x,", "  new,", "]"),
  ],
  [
    "JSON",
    text("{", '  "a": "x",', '  "l": [', "    1,", "    2", "  ],", '  "m": {"k":"v"}', "}"),
    (d) => {
      d.a = "y";
      d.l.push("s");
      d.m.n = "w";
      d.z = { q: ["r"] };
    },
    text(
      "{",
      '  "a": "y",',
      '  "l": [',
      "    1,",
      "    2,",
      '    "s"',
      "  ],",
      '  "m": {"k":"v", "n":"w"},',
      '  "z": {"q": ["r"]}',
      "}",
    ),
  ],
  [
    "JSON on one line",
    '{"a":1,"b":{"c":"d"}}\n',
    (d) => {
      d.b.e = true;
      delete d.a;
    },
    '{"b":{"c":"d", "e":true}}\n',
  ],
  [
    "pairs in a flow list",
    "a: [b: 1, c]\n",
    (d) => {
      d.a[0].b = 2;
    },
    "a: [b: 2, c]\n",
  ],
];
