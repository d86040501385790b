// Owns the edits of the keys of maps, line ends and markers.
import { type EditCase, text } from "./edit-case.ts";

export const KEY_CASES: readonly EditCase[] = [
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
    "a key that is a colon, behind one without a value",
    text("a:", '  ? "k"', "  :: []", "b: 1"),
    (d) => {
      d.a[":"].push(1);
    },
    text("a:", '  ? "k"', "  ::", "  - 1", "b: 1"),
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
      d.yes = 1;
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
      d.ключ = "значение";
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
