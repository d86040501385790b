// Owns the tests of how the fields of a kustomize path are found, and what messages say of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ConfigError,
  FieldError,
  fieldMessage,
  fieldPath,
  fieldsAt,
  goJson,
  isSelected,
  type KubeObject,
  nodeKind,
  readFieldSpecs,
} from "../../../sdk/index.ts";

const paths = (object: KubeObject, path: string, make?: () => unknown) =>
  fieldsAt(object, path, make).map((field) => fieldPath(field.path));

test("a path goes through lists, with or without brackets", () => {
  const object = { spec: { a: [{ b: 1 }, [{ b: 2 }, null, {}], { b: null }], c: { "x/y": 1 }, d: "text" } };
  assert.deepEqual(paths(object, "spec/a/b"), ["spec.a[0].b", "spec.a[1][0].b"]);
  assert.deepEqual(paths(object, "/spec/a[]/b"), ["spec.a[0].b", "spec.a[1][0].b"]);
  assert.deepEqual(paths(object, "spec/a[]"), ["spec.a"]);
  assert.deepEqual(paths(object, "spec/c/x\\/y"), ["spec.c.x/y"]);
  assert.deepEqual(paths(object, "spec/none/b"), []);
  assert.throws(
    () => paths(object, "spec/d/b"),
    (error) => {
      return (
        error instanceof FieldError &&
        error.path.join(".") === "spec.d" &&
        error.reason === "expected sequence or mapping node"
      );
    },
  );
});

test("what is missing or null is made where that is asked for, but no list and no inherited key", () => {
  const object: KubeObject = { a: null, list: [{}, { b: null }] };
  assert.deepEqual(
    paths(object, "a/b/c", () => "made"),
    ["a.b.c"],
  );
  assert.deepEqual(
    paths(object, "list/b", () => 1),
    ["list[0].b", "list[1].b"],
  );
  assert.deepEqual(
    paths(object, "none[]/b", () => 1),
    [],
  );
  assert.deepEqual(paths(object, "constructor/name"), []);
  assert.deepEqual(object, { a: { b: { c: "made" } }, list: [{ b: 1 }, { b: 1 }] });
});

test("an object is selected by the whole group, version and kind that are given", () => {
  const job = { apiVersion: "batch/v1", kind: "Job" };
  for (const [spec, expected] of [
    [{}, true],
    [{ group: "batch", version: "v1", kind: "Job" }, true],
    [{ group: "apps" }, false],
    [{ version: "v2" }, false],
    [{ kind: "CronJob" }, false],
  ] as const) {
    assert.equal(isSelected(job, spec), expected);
  }
  assert.equal(isSelected({ apiVersion: "v1", kind: "Job" }, { group: "batch" }), false);
  assert.equal(isSelected({}, { kind: "Job" }), false);
});

test("messages name an object and a node as kustomize does", () => {
  const web = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace: "shop" } };
  assert.equal(
    fieldMessage(web, "spec/x", "why"),
    "considering field 'spec/x' of object Deployment.v1.apps/web.shop: why",
  );
  assert.equal(
    fieldMessage({}, "x", "why"),
    "considering field 'x' of object [noKind].[noVer].[noGrp]/[noName].[noNs]: why",
  );
  assert.deepEqual([{}, [], null, 1].map(nodeKind), [
    "MappingNode",
    "SequenceNode",
    "ScalarNode",
    "ScalarNode",
  ]);
});

test("field specs are read, and what is none is an error that says where", () => {
  const read = (fields: unknown) => readFieldSpecs({ fields }, "fields");
  assert.equal(read(undefined), undefined);
  assert.deepEqual(
    read([
      { path: "a/b", kind: "K", create: true, other: 1 },
      { path: "c", group: null },
    ]),
    [
      { path: "a/b", kind: "K", create: true },
      { path: "c", create: false },
    ],
  );
  for (const [fields, message] of [
    ["a", "`fields` must be a list of field specs"],
    [["a"], "`fields[0]` must be a map with a `path`"],
    [[{ path: "a" }, { path: 1 }], "`fields[1].path` must be a string"],
    [[{ path: "a", create: "yes" }], "`fields[0].create` must be true or false"],
    [[{}], '`fields[0].path` "": cannot set or create an empty field name'],
    [[{ path: "a//b" }], '`fields[0].path` "a//b": cannot set or create an empty field name'],
    [[{ path: "a/[]" }], '`fields[0].path` "a/[]": cannot set or create an empty field name'],
  ] as const) {
    assert.throws(() => read(fields), new ConfigError(message));
  }
});

test("JSON is sorted and escaped as Go does", () => {
  assert.equal(goJson({ b: "<&>", a: '"\u2028\n' }), '{"a":"\\"\\u2028\\n","b":"\\u003c\\u0026\\u003e"}');
});
