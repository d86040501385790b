// Owns the edits of lists.
import { type EditCase, text } from "./edit-case.ts";

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
