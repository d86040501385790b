// Owns the tests of setter patterns.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isAddressed,
  resolvePattern,
  setterNames,
  setterPattern,
  settersIn,
  soleSetter,
} from "../../../sdk/index.ts";

const given = (values: Record<string, string>) => new Map(Object.entries(values));

test("only a comment that starts with kpt-set: holds a pattern", () => {
  assert.equal(setterPattern("kpt-set: ${a}"), "${a}");
  assert.equal(setterPattern("kpt-set:   ${a}:${b}  "), "${a}:${b}");
  for (const comment of [undefined, "", "kpt-set:${a}", "see kpt-set: ${a}", "kpt-set: ", "kpt-set:  "]) {
    assert.equal(setterPattern(comment), undefined, String(comment));
  }
});

test("names are what stands in braces", () => {
  assert.deepEqual(setterNames("foo-${image}:${tag}-bar"), ["image", "tag"]);
  assert.deepEqual(setterNames("${a}-${a}${}"), ["a", "a", ""]);
  assert.deepEqual(setterNames("${a"), []);
});

test("a list takes a pattern of one setter and nothing else", () => {
  assert.equal(soleSetter("${env}"), "env");
  for (const pattern of ["x${env}", "${env}x", "${a}${b}", "env", "${a"])
    assert.equal(soleSetter(pattern), undefined);
});

test("a field is addressed when one of its setters is given", () => {
  assert.ok(isAddressed("${a}-${b}", given({ b: "" })));
  assert.ok(!isAddressed("${a}-${b}", given({ c: "1" })));
});

test("the setters' values are read from the field", () => {
  const cases: [pattern: string, value: string, found: Record<string, string>][] = [
    ["my.${stage}.${domain}.${tld}", "my.dev.example.com", { stage: "dev", domain: "example", tld: "com" }],
    ["${a}-${b}", "x-y-z", { a: "x-y", b: "z" }],
    ["foo-${b}", "aafoo-barbb", { b: "barbb" }],
    ["${a}-end", "x-end-end-more", { a: "x-end" }],
    ["${a}${b}", "foo", {}],
    ["${a}-${b}", "-y", {}],
    ["${a}-${b}", "xy", {}],
    ["${a}.*${b}", "1.*2", { a: "1", b: "2" }],
    ["${a}:${b}", "no\nx:y\nu:v", { a: "x", b: "y" }],
    ["${a}-${a}", "x-y", { a: "y" }],
    ["aa${x}", "a", {}],
    ["plain", "plain", {}],
  ];
  for (const [pattern, value, found] of cases) {
    assert.deepEqual(Object.fromEntries(settersIn(pattern, value)), found, `${pattern} in ${value}`);
  }
});

test("the values are those of a greedy expression, and do not take its time", () => {
  const letters = ["a", "-", "${x}", "${y}", "-a"];
  for (let seed = 0; seed < 5 ** 5; seed++) {
    const pattern = Array.from({ length: 5 }, (_, i) => letters[Math.floor(seed / 5 ** i) % 5]).join("");
    const expression = new RegExp(pattern.replace(/\$\{.\}/g, "(.*)"));
    for (const value of ["a-a-a", "--a", "aa-aa-", ""]) {
      const match = expression.exec(value)?.slice(1) ?? [];
      const names = setterNames(pattern);
      const expected = match.includes("") ? {} : Object.fromEntries(match.map((text, i) => [names[i], text]));
      assert.deepEqual(Object.fromEntries(settersIn(pattern, value)), expected, `${pattern} in ${value}`);
    }
  }
  const many = Array.from({ length: 30 }, (_, i) => `-$\{s${i}}`).join("");
  assert.equal(settersIn(`${many}!`, "-a".repeat(50_000)).size, 0);
});

test("a pattern gives the new value, with kept parts, or what is missing", () => {
  assert.deepEqual(resolvePattern("${image}:${tag}", "nginx:1.2", given({ tag: "1.10" })), {
    value: "nginx:1.10",
  });
  assert.deepEqual(resolvePattern("${a}-${b}", "x", given({ a: "$&" })), { missing: ["${b}"] });
  assert.deepEqual(resolvePattern("${a}", "x", given({ a: "$&$1" })), { value: "$&$1" });
  assert.deepEqual(resolvePattern("${a}", "x", given({ a: "" })), { value: "" });
  assert.deepEqual(resolvePattern("${a}", "x", given({ a: "${c}" })), { missing: ["${c}"] });
});
