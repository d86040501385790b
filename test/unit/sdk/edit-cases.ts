// Owns the table of single edits with the exact text that each must give.

// biome-ignore lint/suspicious/noExplicitAny: the table changes data of every form
export type Change = (data: any) => void;

/** Name, text before, change, text after. */
export type EditCase = readonly [name: string, before: string, change: Change, after: string];

const text = (...lines: string[]): string => `${lines.join("\n")}\n`;

export const MAP_CASES: readonly EditCase[] = [
  [
    "a changed scalar keeps its comment and the space before it",
    text("a: 1   # one", "b: two"),
    (d) => {
      d.a = 2;
    },
    text("a: 2   # one", "b: two"),
  ],
  [
    "quotes stay where a string stays",
    text('a: "x"', "b: 'y'", "c: z"),
    (d) => {
      d.a = "it's";
      d.b = "it's";
      d.c = "it's";
    },
    text('a: "it\'s"', "b: 'it''s'", "c: it's"),
  ],
  [
    "a quoted number becomes a number, a number a string",
    text('a: "80"', "b: 80", "c: 080x"),
    (d) => {
      d.a = 81;
      d.b = "81";
      d.c = "0x1f";
    },
    text("a: 81", 'b: "81"', 'c: "0x1f"'),
  ],
  [
    "unchanged scalars keep their text",
    text("a: 1.10", "b: 0o644", "c: 0644", "d: 2001-01-01", "e: ~", "f: Yes", "g: 1"),
    (d) => {
      d.g = 2;
    },
    text("a: 1.10", "b: 0o644", "c: 0644", "d: 2001-01-01", "e: ~", "f: Yes", "g: 2"),
  ],
  [
    "a new key goes to the end of its map, before dedented comments",
    text("a:", "  b: 1", "  # of the map", "# of what follows", "c: 1"),
    (d) => {
      d.a.new = "x";
    },
    text("a:", "  b: 1", "  # of the map", "  new: x", "# of what follows", "c: 1"),
  ],
  [
    "a new key behind a block scalar",
    text("a:", "  b: |", "    one", "", "    two", "", "c: 1"),
    (d) => {
      d.a.new = "x";
    },
    text("a:", "  b: |", "    one", "", "    two", "  new: x", "", "c: 1"),
  ],
  [
    "a new key behind a block scalar that keeps its line breaks",
    text("a:", "  b: |+", "    one", "", "c: 1"),
    (d) => {
      d.a.new = "x";
    },
    text("a:", "  b: |+", "    one", "", "  new: x", "c: 1"),
  ],
  [
    "a removed key takes the comments directly above it and deeper ones below it",
    text("a: 1", "", "# detached", "", "# about b", "b:", "  x: 1", "  # inside b", "# about c", "c: 1"),
    (d) => {
      delete d.b;
    },
    text("a: 1", "", "# detached", "", "# about c", "c: 1"),
  ],
  [
    "a removed last key leaves an empty map",
    text("a:", "  b: 1 # one", "c: 2"),
    (d) => {
      delete d.a.b;
    },
    text("a: {}", "c: 2"),
  ],
  [
    "a removed first key of a list's item",
    text("- a: 1 # one", "  b: 2"),
    (d) => {
      delete d[0].a;
    },
    text("- b: 2"),
  ],
  [
    "a removed first key of a list's item, with a comment above the next",
    text("- a: 1", "  # about b", "  b: 2"),
    (d) => {
      delete d[0].a;
    },
    text("-", "  # about b", "  b: 2"),
  ],
  [
    "a renamed key is one removed and one added",
    text("a:", "  old: 1", "  other: 2"),
    (d) => {
      d.a.new = d.a.old;
      delete d.a.old;
    },
    text("a:", "  other: 2", "  new: 1"),
  ],
  [
    "an empty value",
    text("a:", "b: 1"),
    (d) => {
      d.a = "x";
    },
    text("a: x", "b: 1"),
  ],
  [
    "an empty value with a comment",
    text("a: # why", "b: 1"),
    (d) => {
      d.a = { x: 1 };
    },
    text("a: # why", "  x: 1", "b: 1"),
  ],
  [
    "a value becomes null and empty",
    text("a: 1", "b: 1"),
    (d) => {
      d.a = null;
      d.b = "";
    },
    text("a: null", 'b: ""'),
  ],
  [
    "an empty map gets a key",
    text("a: {} # none", "b:", "  c: 1"),
    (d) => {
      d.a.x = 1;
    },
    text("a: # none", "  x: 1", "b:", "  c: 1"),
  ],
  [
    "an empty list gets an item",
    text("a: []", "b:", "  - c"),
    (d) => {
      d.a.push(1);
    },
    text("a:", "  - 1", "b:", "  - c"),
  ],
  [
    "a scalar becomes a map, a map a scalar",
    text("a: 1 # one", "b: # two", "  x: 1", "  y: 2", "c: 3"),
    (d) => {
      d.a = { p: 1 };
      d.b = "s";
    },
    text("a: # one", "  p: 1", "b: s # two", "c: 3"),
  ],
  [
    "quoted and odd keys",
    text('"a b": 1', "'c': 2", "3: x", "? d", ": 4", "true: 5"),
    (d) => {
      d["a b"] = 2;
      d.c = 3;
      d["3"] = "z";
      d.d = 5;
      d.true = 6;
      d["yes"] = 1;
      d["x: y"] = 2;
    },
    text('"a b": 2', "'c': 3", "3: z", "? d", ": 5", "true: 6", '"yes": 1', '"x: y": 2'),
  ],
  [
    "indentation of four columns",
    text("a:", "    b:", "        c: 1"),
    (d) => {
      d.a.new = { x: { z: 1 }, l: [1] };
    },
    text(
      "a:",
      "    b:",
      "        c: 1",
      "    new:",
      "        x:",
      "            z: 1",
      "        l:",
      "        - 1",
    ),
  ],
  [
    "a text without a final line break",
    "a: 1\nb: 2",
    (d) => {
      d.c = 3;
      d.a = 0;
    },
    "a: 0\nb: 2\nc: 3",
  ],
  [
    "a last line that goes, without a final line break",
    "a: 1\nb: 2",
    (d) => {
      delete d.b;
    },
    "a: 1",
  ],
  [
    "Windows line ends",
    "a:\r\n  b: 1\r\nc: 2\r\n",
    (d) => {
      d.a.new = "x\ny\n";
      d.c = { d: 1 };
    },
    "a:\r\n  b: 1\r\n  new: |\r\n    x\r\n    y\r\nc:\r\n  d: 1\r\n",
  ],
  [
    "a byte order mark",
    "\ufeffa: 1\n",
    (d) => {
      d.a = 2;
    },
    "\ufeffa: 2\n",
  ],
  [
    "document markers",
    "# head\n---\na: 1\n# end\n...\n",
    (d) => {
      d.b = 2;
    },
    "# head\n---\na: 1\n# end\nb: 2\n...\n",
  ],
  [
    "tabs before comments",
    "a: 1\t# one\t\nb: 2\n",
    (d) => {
      d.a = 5;
      d.c = 1;
    },
    "a: 5\t# one\t\nb: 2\nc: 1\n",
  ],
  [
    "unicode",
    "a: héllo # 😀\n",
    (d) => {
      d.a = "😀";
      d["ключ"] = "значение";
    },
    "a: 😀 # 😀\nключ: значение\n",
  ],
  [
    "very long values stay on one line",
    "a: 1\n",
    (d) => {
      d.a = "word ".repeat(100).trim();
    },
    `a: ${"word ".repeat(100).trim()}\n`,
  ],
];

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

export const LIST_CASES: readonly EditCase[] = [
  [
    "a new item in the list's own indentation",
    text("a:", "- 1", "b:", "  - 1"),
    (d) => {
      d.a.push(2);
      d.b.push(2);
    },
    text("a:", "- 1", "- 2", "b:", "  - 1", "  - 2"),
  ],
  [
    "a new item first, above the first one's comment",
    text("a:", "  # about x", "  - x"),
    (d) => {
      d.a.unshift("new");
    },
    text("a:", "  - new", "  # about x", "  - x"),
  ],
  [
    "a new item between",
    text("- a # 1", "# about b", "- b # 2"),
    (d) => {
      d.splice(1, 0, { x: 1, z: [1] });
    },
    text("- a # 1", "- x: 1", "  z:", "  - 1", "# about b", "- b # 2"),
  ],
  [
    "a removed item takes its own comments",
    text("- a", "# about b", "- b # 2", "  # more b", "- c"),
    (d) => {
      d.splice(1, 1);
    },
    text("- a", "- c"),
  ],
  [
    "items with blank lines between",
    text("- a", "", "- b", "", "- c"),
    (d) => {
      d.splice(1, 1);
    },
    text("- a", "", "- c"),
  ],
  [
    "the last item goes",
    text("a:", "  - x # c", "b: 1"),
    (d) => {
      d.a.pop();
    },
    text("a: []", "b: 1"),
  ],
  [
    "moved items take their text along",
    text("- name: a # A", "  x: 1", "", "# about b", "- name: b", "- {name: c}"),
    (d) => {
      d.reverse();
    },
    text("- {name: c}", "", "# about b", "- name: b", "- name: a # A", "  x: 1"),
  ],
  [
    "a moved and changed item",
    text("- n: a # A", "- n: b # B"),
    (d) => {
      d.reverse();
      d[0].n = "c";
      d.push(1);
    },
    text("- n: c # B", "- n: a # A", "- 1"),
  ],
  [
    "copied maps are edited in their place",
    text("- n: a # A", "- n: b # B"),
    (d) => {
      d[1] = { ...d[1], n: "c" };
    },
    text("- n: a # A", "- n: c # B"),
  ],
  [
    "lists of lists",
    text("- - a", "  - b", "- - c"),
    (d) => {
      d[0].shift();
      d[0].push("new");
      d[1].unshift("m");
      d.push([1, [2]]);
    },
    text("- - b", "  - new", "- - m", "  - c", "- - 1", "  - - 2"),
  ],
  [
    "wide dashes",
    text("-   a: 1", "    b: 2"),
    (d) => {
      d.push({ x: 1, z: 2 });
    },
    text("-   a: 1", "    b: 2", "-   x: 1", "    z: 2"),
  ],
  [
    "an item becomes a map, a map a scalar",
    text("- 1 # one", "- a: 1", "  b: 2", "- 3"),
    (d) => {
      d[0] = { x: 1 };
      d[1] = "s";
      d[2] = { w: 1, z: 2 };
    },
    text("- # one", "  x: 1", "- s", "- w: 1", "  z: 2"),
  ],
  [
    "empty items",
    text("-", "- # c", "- x"),
    (d) => {
      d[0] = 1;
      d[1] = 2;
    },
    text("- 1", "- 2 # c", "- x"),
  ],
  [
    "an item with its map on the next line",
    text("-", "  a: 1", "- # c", "  a: 2"),
    (d) => {
      d[0].b = 1;
      d[1].a = 3;
    },
    text("-", "  a: 1", "  b: 1", "- # c", "  a: 3"),
  ],
  [
    "equal scalars",
    text("- a # 1", "- b # 2", "- a # 3"),
    (d) => {
      d.splice(0, 1);
    },
    text("- b # 2", "- a # 3"),
  ],
  [
    "a block scalar as an item",
    text("- |", "  one", "- x"),
    (d) => {
      d[0] = "two\n";
      d.push("a\nb");
    },
    text("- |", "  two", "- x", "- |-", "  a", "  b"),
  ],
];

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

export const ALIAS_CASES: readonly EditCase[] = [
  [
    "an alias is written out when its data changes",
    text("a: &x {k: 1}", "b: *x # c"),
    (d) => {
      d.b.k = 2;
    },
    text("a: &x {k: 1}", "b: # c", "  k: 2"),
  ],
  [
    "aliases are written out when the anchor's data changes",
    text("a: &x", "  k: 1", "b: *x", "c: *x"),
    (d) => {
      d.a.k = 2;
    },
    text("a: &x", "  k: 2", "b:", "  k: 1", "c:", "  k: 1"),
  ],
  [
    "an alias stays when both change alike",
    text("a: &x", "  k: 1", "b: *x"),
    (d) => {
      d.a.k = 2;
      d.b.k = 2;
    },
    text("a: &x", "  k: 2", "b: *x"),
  ],
  [
    "the anchor goes",
    text("a: &x 1", "b: *x", "c: *x"),
    (d) => {
      delete d.a;
    },
    text("b: 1", "c: 1"),
  ],
  [
    "an anchored scalar changes",
    text("a: &x one", "b: *x"),
    (d) => {
      d.a = "two";
    },
    text("a: two", "b: one"),
  ],
  [
    "merge keys: a merged value changes",
    text("a: &x {p: 1, q: 2}", "b:", "  <<: *x", "  r: 3"),
    (d) => {
      d.b.p = 5;
    },
    text("a: &x {p: 1, q: 2}", "b:", "  <<: *x", "  r: 3", "  p: 5"),
  ],
  [
    "merge keys: a merged key goes",
    text("a: &x {p: 1, q: 2}", "b:", "  <<: *x", "  r: 3"),
    (d) => {
      delete d.b.p;
    },
    text("a: &x {p: 1, q: 2}", "b:", "  r: 3", "  q: 2"),
  ],
  [
    "merge keys: the source changes",
    text("a: &x", "  p: 1", "b:", "  <<: *x"),
    (d) => {
      d.a.p = 2;
    },
    text("a: &x", "  p: 2", "b:", "  <<: *x", "  p: 1"),
  ],
  [
    "merge keys: a list of sources",
    text("a: &x {p: 1}", "b: &y {p: 2, q: 2}", "c:", "  <<: [*x, *y]"),
    (d) => {
      d.c.q = 3;
    },
    text("a: &x {p: 1}", "b: &y {p: 2, q: 2}", "c:", "  <<: [*x, *y]", "  q: 3"),
  ],
  [
    "moved entries leave no alias before its anchor",
    text("- &x a", "- *x", "- b"),
    (d) => {
      d.reverse();
    },
    text("- b", "- &x a", "- a"),
  ],
];
