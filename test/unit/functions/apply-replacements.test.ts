// Owns the tests of apply-replacements beyond its cases: paths, parts of texts, and odd configurations.
import assert from "node:assert/strict";
import { test } from "node:test";
import { splitPath } from "../../../functions/apply-replacements/field-path.ts";
import applyReplacements from "../../../functions/apply-replacements/index.ts";
import { ConfigError, type KubeObject } from "../../../sdk/index.ts";
import { lines, listOf } from "./list.ts";

const config = (replacements: unknown): KubeObject => ({
  apiVersion: "fn.kpt.dev/v1alpha1",
  kind: "ApplyReplacements",
  replacements,
});

function replaced(
  spec: Record<string, unknown>,
  source: object,
  target: object,
): { spec: unknown; told: string[] } {
  const object: KubeObject = { apiVersion: "v1", kind: "Target", metadata: { name: "x" }, spec };
  const list = listOf([object], config([{ source, targets: [{ select: { kind: "Target" }, ...target }] }]));
  applyReplacements(list);
  return { spec: object.spec, told: lines(list.results) };
}

test("a path is split at dots, except those in brackets and behind a backslash", () => {
  const cases: [path: string, parts: string[]][] = [
    ["a.b", ["a", "b"]],
    [".a.b", ["a", "b"]],
    ["a\\.b.c", ["a.b", "c"]],
    ["a.[b.c/d].e", ["a", "b.c/d", "e"]],
    ["a.[name=b.c].d", ["a", "[name=b.c]", "d"]],
    ["a.[=x].0.*", ["a", "[=x]", "0", "*"]],
    ["a.[b]", ["a", "[b]"]],
    ["a.[b.c", ["a", "b.c"]],
    ["", [""]],
  ];
  for (const [path, parts] of cases) assert.deepEqual(splitPath(path), parts, path);
});

test("an index outside of the parts puts the value before or behind them", () => {
  const write = (index: number) => {
    const target = { fieldPaths: ["spec.value"], options: { delimiter: "/", index } };
    return replaced({ value: "a/b" }, { fieldPath: "metadata.name" }, target).spec;
  };
  assert.deepEqual(write(-1), { value: "x/a/b" });
  assert.deepEqual(write(0), { value: "x/b" });
  assert.deepEqual(write(1), { value: "a/x" });
  assert.deepEqual(write(9), { value: "a/b/x" });
});

test("a delimiter asks for scalars", () => {
  const options = { delimiter: "/" };
  const told = ["error: delimiter option can only be used with scalar nodes"];
  const spec = { map: { a: 1 }, value: "a/b" };
  const inTarget = replaced(spec, { fieldPath: "metadata.name" }, { fieldPaths: ["spec.map"], options });
  assert.deepEqual(inTarget.told, told);
  const inSource = replaced(spec, { fieldPath: "spec.map", options }, { fieldPaths: ["spec.value"] });
  assert.deepEqual(inSource.told, told);
});

test("a source that is its own target is copied as it was", () => {
  const spec = { list: [{}, {}, {}] };
  const list = [{}, {}, {}];
  const { spec: after } = replaced(spec, { fieldPath: "spec.list" }, { fieldPaths: ["spec.list.*"] });
  assert.deepEqual(after, { list: [list, list, list] });
});

test("what a source's path asks for and does not find is an error", () => {
  const spec = { list: [{ name: "a" }, "b"], none: null, empty: {} };
  const cases: [fieldPath: string, message: RegExp][] = [
    ["spec.list.[name=c]", /^error: fieldPath `spec.list.\[name=c\]` is missing for replacement source/],
    ["spec.list.5", /is missing/],
    ["spec.none", /is missing/],
    ["spec.none.a", /is missing/],
    ["spec.empty", /is missing/],
    ["spec.list.-1", /error looking up replacement source: array index -1 cannot be negative/],
    ["spec.*", /wildcard is not supported in PathGetter/],
    ["spec.list.name", /expected MappingNode but got SequenceNode: node contents:/],
    ["spec.list.1.name", /expected MappingNode but got ScalarNode/],
    ["spec.0", /expected SequenceNode but got MappingNode/],
    ["spec.list.[b]", /list path element must contain fieldName=fieldValue for element to match/],
  ];
  for (const [fieldPath, message] of cases) {
    const { told } = replaced(spec, { fieldPath }, { fieldPaths: ["metadata.name"] });
    assert.match(told.join("\n"), message, fieldPath);
  }
});

test("a source's path finds entries of lists", () => {
  for (const [fieldPath, value] of [
    ["spec.list.[name=a].value", "1"],
    ["spec.list.-", "b"],
    ["spec.list.[=b]", "b"],
    ["spec.list.0.value", "1"],
  ] as const) {
    const spec = { list: [{ name: "a", value: "1" }, "b"], to: "old" };
    assert.deepEqual(replaced(spec, { fieldPath }, { fieldPaths: ["spec.to"] }), {
      spec: { ...spec, to: value },
      told: [],
    });
  }
});

test("what a target's path asks for and does not find is an error", () => {
  const cases: [fieldPath: string, create: boolean, message: RegExp][] = [
    [
      "spec.list.3",
      true,
      /create field "spec.list.3" in replacement target: index 3 specified but only 1 elements found/,
    ],
    [
      "spec.list.1",
      false,
      /unable to find field "spec.list.1" in replacement target: index 1 specified but only 1/,
    ],
    ["spec.list.[name=(]", false, /error parsing regexp/],
    ["spec.list.*.other", false, /unable to find field/],
    ["spec.*", false, /expected SequenceNode but got MappingNode/],
    ["spec.none.a", false, /unable to find field/],
  ];
  for (const [path, create, message] of cases) {
    const spec = { list: [{ name: "a" }], none: null };
    const { told } = replaced(spec, {}, { fieldPaths: [path], options: { create } });
    assert.match(told.join("\n"), message, path);
  }
});

test("a functionConfig that cannot be used is a ConfigError", () => {
  const cases: [config: KubeObject | undefined, message: RegExp][] = [
    [undefined, /^FunctionConfig is missing. Expect `ApplyReplacements`$/],
    [{}, /^FunctionConfig is missing/],
    [
      { kind: "ApplyReplacements", apiVersion: "v1" },
      /^received functionConfig of kind ApplyReplacements and apiVersion v1, /,
    ],
    [config({}), /`replacements` must be a list, found a map/],
    [config(["a"]), /`replacements\[0\]` must be a map, found "a"/],
    [config([{ source: { name: 1 } }]), /`replacements\[0\].source.name` must be a string, found "1"/],
    [
      config([{ source: { options: { index: "1" } } }]),
      /`replacements\[0\].source.options.index` must be a whole number/,
    ],
    [
      config([{ targets: [{ options: { create: "yes" } }] }]),
      /`replacements\[0\].targets\[0\].options.create` must be true or/,
    ],
    [config([{ targets: [{ fieldPaths: [[]] }] }]), /fieldPaths\[0\]` must be a string, found a list/],
  ];
  for (const [functionConfig, message] of cases) {
    assert.throws(
      () => applyReplacements(listOf([], functionConfig)),
      (error) => error instanceof ConfigError && message.test(error.message),
      String(message),
    );
  }
});

test("a target must say what it selects", () => {
  const list = listOf(
    [{ apiVersion: "v1", kind: "A", metadata: { name: "a" } }],
    config([{ source: {}, targets: [{}] }]),
  );
  applyReplacements(list);
  assert.deepEqual(lines(list.results), ["error: target must specify resources to select"]);
});
