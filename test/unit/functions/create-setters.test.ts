// Owns the tests of create-setters' parts: how its setters are read, and the patterns that they make.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readSetters, SetterError } from "../../../functions/create-setters/config.ts";
import { patterns } from "../../../functions/create-setters/pattern.ts";
import { listOf } from "./list.ts";

const setters = (data: Record<string, string>) =>
  readSetters(listOf([], { apiVersion: "v1", kind: "ConfigMap", data }));

test("setters of scalars come with the longest value first, of equal ones the first given", () => {
  const { scalars, lists } = setters({ a: "x", b: "xyz", c: "x", d: "1.10", e: "a: b", f: '"q"', g: "~" });
  assert.deepEqual(
    [...scalars],
    [
      ["1.10", "d"],
      ["xyz", "b"],
      ['"q"', "f"],
      ["x", "a"],
      ["~", "g"],
    ],
  );
  assert.deepEqual(lists, []);
});

test("setters of lists have their items' texts sorted", () => {
  assert.deepEqual(setters({ a: "- b\n- 1.10\n- true", b: "[]", c: "[{a: b}, [c], ~]" }).lists, [
    { name: "a", items: ["1.10", "b", "true"] },
    { name: "b", items: [] },
    { name: "c", items: ["", "", "~"] },
  ]);
});

test("a value that says nothing is an error", () => {
  assert.throws(() => setters({}), new SetterError("config map cannot be empty"));
  for (const text of ["", " ", "# a", "[a", "@a", "*a", "a: b: c"])
    assert.throws(() => setters({ a: text }), new SetterError("parsing error"), text);
});

test("values become names, from the left", () => {
  const pattern = patterns(new Map([...setters({ a: "shop", b: "shop-web", c: "$&", d: "." }).scalars]));
  const cases: [value: string, expected: string | undefined][] = [
    ["shop", "${a}"],
    ["workshop-web-shops", "work${b}-${a}s"],
    ["a.b", "a${d}b"],
    ["x$&y", "x${c}y"],
    ["none", undefined],
    ["", undefined],
  ];
  for (const [value, expected] of cases) assert.equal(pattern(value), expected, value);
  assert.equal(patterns(new Map())("a"), undefined);
});

test("values may be of any length, and many", () => {
  const long = "a.b-".repeat(20_000);
  const names = new Map([
    [long, "long"],
    ...Array.from({ length: 500 }, (_, i) => [`<${i}>`, `n${i}`] as const),
  ]);
  const pattern = patterns(names);
  assert.equal(pattern(`x${long}y<7><499>`), "x${long}y${n7}${n499}");
  assert.equal(pattern(`<${long.slice(1)}>`), undefined);
  const many = pattern("<1>-".repeat(50_000));
  assert.equal(many, "${n1}-".repeat(50_000));
});
