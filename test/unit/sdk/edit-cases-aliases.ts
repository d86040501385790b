// Owns the edits of anchors, aliases and merge keys.
import { type EditCase, text } from "./edit-case.ts";

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
    "an alias inside a key is written out when its anchor goes",
    text("a: &x 1", "b:", "  ? {k: *x}", "  : c", "d:", "  ? k: *x", "  : e"),
    (d) => {
      d.a = 2;
    },
    text("a: 2", "b:", "  ? {k: 1}", "  : c", "d:", "  ? k: 1", "  : e"),
  ],
  [
    "a merge key with nothing in it stays",
    text("a:", "- <<: {}", "- {<<: {}}", "b: 1"),
    (d) => {
      d.b = 2;
    },
    text("a:", "- <<: {}", "- {<<: {}}", "b: 2"),
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
