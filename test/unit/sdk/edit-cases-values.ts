// Owns the edits of the values of maps.
import { type EditCase, text } from "./edit-case.ts";

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
];
