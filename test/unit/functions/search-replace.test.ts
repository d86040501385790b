// Owns the tests of search-replace's patterns of paths and files.
import assert from "node:assert/strict";
import { test } from "node:test";
import { filePattern } from "../../../functions/search-replace/file-pattern.ts";
import { isPlainPath, pathPattern } from "../../../functions/search-replace/path-pattern.ts";

test("a path matches a pattern", () => {
  const cases: [pattern: string, matching: string[], others: string[]][] = [
    ["a.b.c", ["a.b.c"], ["a.b", "a.b.c.d", "b.c", "a.b[0].c"]],
    ["a.*.c", ["a.b1.c", "a.b[0].c"], ["a.c", "a.b.b.c"]],
    ["a.**.c", ["a.c", "a.b.c", "a.b[1].f.c"], ["a.b.d", "b.c"]],
    ["a.**", ["a", "a.b", "a[0]"].slice(0, 2), ["b"]],
    ["**", ["a", "a.b[0][1].c"], []],
    ["**.c", ["c", "a.c", "a.x.y.c"], ["a.c[0]"]],
    ["a.b[1].c", ["a.b[1].c"], ["a.b[0].c", "a.b[11].c", "a.b.c"]],
    ["a.b[*].c", ["a.b[0].c", "a.b[12].c"], ["a.c[0].c", "a.b.c"]],
    ["*[*]", ["a[0]", "a[0][1]"], ["a", "b.a[0]"]],
    ["*[1]", ["a[1]"], ["a[0]"]],
    ["metadata.annotations.a.b/c", ["metadata.annotations.a.b/c"], []],
    ["data..secret", ["data..secret"], ["data.secret"]],
  ];
  for (const [pattern, matching, others] of cases) {
    const matches = pathPattern(pattern);
    for (const path of matching) assert.ok(matches(path), `${pattern} and ${path}`);
    for (const path of others) assert.ok(!matches(path), `${pattern} and ${path}`);
  }
});

test("only a path of nothing but keys can be made", () => {
  assert.ok(isPlainPath("a.b/c.d"));
  for (const path of ["", "a.", ".a", "a.*", "a.**.b", "a[0].b", "a*"]) assert.ok(!isPlainPath(path), path);
});

test("a file matches a pattern", () => {
  const cases: [pattern: string, matching: string[], others: string[]][] = [
    ["**/baz.yaml", ["foo/bar/baz.yaml", "bar/baz.yaml", "baz.yaml"], ["foo/bar/bat.yaml", "xbaz.yaml"]],
    [
      "foo/**/baz.yaml",
      ["foo/bar/baz.yaml", "foo/bar/bor/baz.yaml", "foo/baz.yaml"],
      ["bar/baz.yaml", "baz.yaml"],
    ],
    ["foo/*/baz.yaml", ["foo/bar/baz.yaml"], ["baz.yaml", "foo/bar/bor/baz.yaml", "foo/baz.yaml"]],
    ["foo/bar/*.yaml", ["foo/bar/baz.yaml", "foo/bar/.yaml"], ["bar/baz.yaml", "foo/bar/baz.yml"]],
    ["a/**.yaml", ["a/b.yaml"], ["a/b/c.yaml"]],
    ["a/**", ["a/b", "a/b/c", "a"], ["ab", "b"]],
    ["**", ["a", "a/b", ""], []],
    ["?.yaml", ["a.yaml", "ä.yaml"], ["ab.yaml", "/.yaml"]],
    ["[a-c][!x-z].yaml", ["ab.yaml"], ["ax.yaml", "da.yaml", "a/.yaml"]],
    ["[^a]", ["b"], ["a", "/"]],
    ["[a\\]-]", ["a", "]", "-"], ["b"]],
    ["{a,b/{c,d*}}.yaml", ["a.yaml", "b/c.yaml", "b/d1.yaml"], ["c.yaml", "b.yaml"]],
    ["{**/,x}a", ["b/a", "xa", "a"], ["ba"]],
    ["\\*.{yaml,}", ["*.yaml", "*."], ["a.yaml"]],
    ["a+(b)$.y", ["a+(b)$.y"], ["aab.y"]],
    ["}", ["}"], []],
  ];
  for (const [pattern, matching, others] of cases) {
    const matches = filePattern(pattern);
    for (const file of matching) assert.ok(matches?.(file), `${pattern} and ${file}`);
    for (const file of others) assert.ok(!matches?.(file), `${pattern} and ${file}`);
  }
  for (const pattern of ["{a", "{a,{b}", "[a", "[]", "[^]", "a\\"]) {
    assert.equal(filePattern(pattern), undefined, pattern);
  }
});
