// Owns the tests of walking fields and of opening collections on one line.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  command,
  dottedPath,
  fieldResult,
  type KubeObject,
  type Path,
  type ResourceList,
  setComment,
  valueAt,
  walkFields,
} from "../../../sdk/index.ts";

const HEAD = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n";

/** Sets comments in an item; gives its text afterwards, and whether each was set. */
function comment(item: string, ...paths: Path[]): { text: string; set: boolean[] } {
  let set: boolean[] = [];
  const transform = (list: ResourceList) => {
    set = paths.map((path) => setComment(list, list.items[0] as KubeObject, path, "c"));
  };
  const info = { name: "f", description: "", version: "v1", config: [] };
  return {
    text: command(transform, info)
      .evaluate(HEAD + item)
      .output.slice(HEAD.length),
    set,
  };
}

test("lists are visited before the inside of their map, scalars in the order of the text", () => {
  const visited: string[] = [];
  const object = { a: { x: 1, list: [["b"], null, { c: [] }] }, "d.e/f": true, gone: undefined };
  walkFields(object, {
    list: (path, items) => visited.push(`${dottedPath(path)} of ${items.length}`),
    scalar: (path, value) => visited.push(`${dottedPath(path)}=${value}`),
  });
  assert.deepEqual(visited, [
    "a.list of 3",
    "a.x=1",
    "a.list[0][0]=b",
    "a.list[1]=null",
    "a.list[2].c of 0",
    "d.e/f=true",
  ]);
});

test("a result names the field and its file", () => {
  const object = { metadata: { annotations: { "config.kubernetes.io/path": "a.yaml" } } };
  assert.deepEqual(fieldResult({}, "a.b", "text"), { message: "text", field: { path: "a.b" } });
  assert.deepEqual(fieldResult(object, "a", "text").file, { path: "a.yaml" });
});

test("a value is found by its path", () => {
  const object = { a: [{ b: 1 }] };
  assert.equal(valueAt(object, ["a", 0, "b"]), 1);
  assert.equal(valueAt(object, ["a", 1, "b"]), undefined);
  assert.equal(valueAt(object, ["constructor"]), undefined);
});

test("a comment inside a collection on one line opens the outermost one, scalars as they are written", () => {
  const { text, set } = comment(
    '- a: {b: [1.10, "x", \'y\', 0x1F, "no", y], c: ~} # d\n',
    ["a", "b", 1],
    ["a", "c"],
  );
  assert.deepEqual(set, [true, true]);
  assert.equal(
    text,
    '- a: # d\n    b:\n    - 1.10\n    - "x" # c\n    - \'y\'\n    - 0x1F\n    - "no"\n    - y\n    c: ~ # c\n',
  );
});

test("no comment can stand in a resource on one line", () => {
  const item = '- {"a": ["b"]}\n';
  assert.deepEqual(comment(item, ["a", 0]), { text: item, set: [false] });
});
