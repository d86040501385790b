// Owns the tests of apply-setters' parts: which fields are set in which order, and lists that come as text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readList } from "../../../functions/apply-setters/list-value.ts";
import { targetsIn } from "../../../functions/apply-setters/plan.ts";
import type { LineComment } from "../../../sdk/index.ts";

const comment = (text: string, ...path: (string | number)[]): LineComment => ({ path, text });

test("lists come before what is inside their map, and nothing inside a set list is set", () => {
  const object = {
    name: "a",
    spec: { first: { deep: 1 }, list: ["x", { y: 1 }], last: 2 },
    items: [["nested"], "scalar"],
    map: { key: 1 },
  };
  const comments = [
    comment("kpt-set: ${a}", "name"),
    comment("kpt-set: ${a}", "spec"),
    comment("kpt-set: ${a}", "spec", "first", "deep"),
    comment("kpt-set: ${a}", "spec", "list"),
    comment("kpt-set: ${a}", "spec", "list", 1, "y"),
    comment("kpt-set: ${a}", "spec", "last"),
    comment("kpt-set: ${a}", "items", 0),
    comment("kpt-set: ${a}", "items", 0, 0),
    comment("kpt-set: ${other}", "items", 1),
    comment("kpt-set: ${a}", "map"),
    comment("no setter", "map", "key"),
  ];
  const targets = targetsIn(object, comments, new Map([["a", "1"]]));
  assert.deepEqual(
    targets.map(({ path, isList }) => `${path.join(".")}${isList ? " (list)" : ""}`),
    ["name", "spec.list (list)", "spec.first.deep", "spec.last", "items.0.0"],
  );
});

test("a list is read in either style, and its scalars as they are written", () => {
  assert.deepEqual(readList("- a\n- 1.10\n- k: 0x1F\n  n:\n  s: '1'\n"), {
    items: ["a", 1.1, { k: 31, n: null, s: "1" }],
    written: [
      { path: [1], text: "1.10" },
      { path: [2, "k"], text: "0x1F" },
    ],
  });
  assert.deepEqual(readList("[a, true]"), { items: ["a", true], written: [{ path: [1], text: "true" }] });
  assert.deepEqual(readList("[]"), { items: [], written: [] });
});

test("what is no list is not read as one", () => {
  for (const text of ["a", "a: b", "[: a", " ", "- a\n---\n- b", "- *unknown"]) {
    assert.equal(readList(text), undefined, text);
  }
});
