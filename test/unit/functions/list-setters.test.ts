// Owns the tests of list-setters' parts: lists that come as text, types, and which value counts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Listing } from "../../../functions/list-setters/listing.ts";
import { listItems, typeOf } from "../../../functions/list-setters/values.ts";

test("the items of a list are told as they are written", () => {
  const cases: [text: string, items: string[] | undefined][] = [
    ["[a, 'b', {c: d}, [e, f], 1.10 , ~, \"x, y\"]", ["a", "'b'", "{c: d}", "[e, f]", "1.10", "~", '"x, y"']],
    [
      '- a\n- "b" # c\n- c: d\n  e: f\n- [x]\n- - q\n  - r\n- last\n',
      ["a", '"b"', "c: de: f", "[x]", "- q- r", "last"],
    ],
    ["- a\r\n- b\r\n", ["a", "b"]],
    ["- a\n-\n- b: c", ["a", "", '{"b":"c"}']],
    ["[a]", ["a"]],
    ["[]", []],
    ["a", undefined],
    ["", undefined],
    ["a: b", undefined],
    ["[a", undefined],
  ];
  for (const [text, items] of cases) assert.deepEqual(listItems(text), items, text);
});

test("a type follows from the value and from how it is written", () => {
  const cases: [value: unknown, text: string, plain: boolean, type: string][] = [
    [3, "3", true, "int"],
    [31, "0x1F", true, "int"],
    [3, "3.0", true, "float"],
    [1000, "1e3", true, "float"],
    [Number.POSITIVE_INFINITY, ".inf", true, "float"],
    [true, "true", true, "bool"],
    [null, "~", true, "null"],
    ["3", "3", false, "str"],
    ["2026-01-02", "2026-01-02", true, "timestamp"],
    ["2026-01-02", "2026-01-02", false, "str"],
    ["2026-1-2 3:4:5", "2026-1-2 3:4:5", true, "timestamp"],
    ["2026-01-02x", "2026-01-02x", true, "str"],
  ];
  for (const [value, text, plain, type] of cases) assert.equal(typeOf(value, { text, plain }), type, text);
  assert.equal(typeOf("a", undefined), "str");
});

test("what is configured counts before fields, fields in their order", () => {
  const listing = new Listing();
  listing.configured("b", "1");
  listing.configured("a", "[x, y]");
  listing.scalar("b", "2", "str");
  listing.scalar("b", "3", "int");
  listing.scalar("b", "true", "bool");
  listing.list("a", ["z"]);
  listing.list("b", ["z", "y"]);
  assert.deepEqual(listing.lines(), [
    "Name: a, Value: [x, y], Type: array, Count: 1",
    "Name: b, Value: [y, z], Type: array, Count: 1",
    "Name: b, Value: 1, Type: int, Count: 3",
  ]);
});
