// Owns the tests of set-namespace beyond its cases: odd configurations and odd resources.
import assert from "node:assert/strict";
import { test } from "node:test";
import setNamespace from "../../../functions/set-namespace/index.ts";
import { ConfigError, type KubeObject } from "../../../sdk/index.ts";
import { lines, listOf } from "./list.ts";

const config = (data: Record<string, unknown>): KubeObject => ({ apiVersion: "v1", kind: "ConfigMap", data });
const upstream = (id: string) => ({ annotations: { "internal.kpt.dev/upstream-identifier": id } });

test("a functionConfig without a new namespace is an error that names the field", () => {
  const expected = "expect `ConfigMap.v1` or `SetNamespace.v1alpha1.fn.kpt.dev`";
  const cases: [config: KubeObject | undefined, message: string][] = [
    [undefined, "FunctionConfig is missing. Expect `ConfigMap.v1` or `SetNamespace.v1alpha1.fn.kpt.dev`"],
    [{}, "FunctionConfig is missing. Expect `ConfigMap.v1` or `SetNamespace.v1alpha1.fn.kpt.dev`"],
    [config({}), "`data.namespace` should not be empty"],
    [config({ namespace: null }), "`data.namespace` should not be empty"],
    [config({ namespace: "" }), "`data.namespace` should not be empty"],
    [config({ name: "new" }), "`data.namespace` should not be empty"],
    [{ ...config({}), data: undefined }, "`data.namespace` should not be empty"],
    [
      { ...config({ name: "" }), metadata: { name: "kptfile.kpt.dev" } },
      "`data.namespace` should not be empty",
    ],
    [{ apiVersion: "fn.kpt.dev/v1alpha1", kind: "SetNamespace" }, "`namespace` should not be empty"],
    [
      { apiVersion: "fn.kpt.dev/v1alpha1", kind: "SetNamespace", namespace: 12 },
      '`namespace` must be a string, found "12"; put it in quotes',
    ],
    [
      { apiVersion: "fn.kpt.dev/v1alpha1", kind: "SetNamespace", namespace: ["a"] },
      "`namespace` must be a string, found a list",
    ],
    [
      { apiVersion: "example.com/v1", kind: "Other" },
      `unknown functionConfig Kind=Other ApiVersion=example.com/v1, ${expected}`,
    ],
  ];
  for (const [functionConfig, message] of cases) {
    const list = listOf([], functionConfig);
    if (functionConfig === undefined) assert.throws(() => setNamespace(list), new ConfigError(message));
    else {
      setNamespace(list);
      assert.deepEqual(lines(list.results), [`error: ${message}`]);
      assert.equal(list.results[0]?.resourceRef?.kind, functionConfig.kind ?? "");
    }
  }
});

test("both fields of a functionConfig are told", () => {
  const list = listOf([], {
    apiVersion: "fn.kpt.dev/v1alpha1",
    kind: "SetNamespace",
    namespace: 12,
    namespaceMatcher: {},
  });
  setNamespace(list);
  assert.deepEqual(lines(list.results), [
    'error: `namespace` must be a string, found "12"; put it in quotes',
    "error: `namespaceMatcher` must be a string, found a map",
  ]);
});

test("a ConfigMap named like the package context may give either field", () => {
  const context = (data: Record<string, unknown>) => ({
    ...config(data),
    metadata: { name: "kptfile.kpt.dev" },
  });
  for (const data of [{ name: "new" }, { name: "other", namespace: "new" }]) {
    const list = listOf([{ apiVersion: "v1", kind: "Pod" }], context(data));
    setNamespace(list);
    assert.equal(list.items[0]?.metadata?.namespace, "new");
  }
});

test("nothing to change is told", () => {
  const list = listOf([], config({ namespace: "new" }));
  setNamespace(list);
  assert.deepEqual(lines(list.results), [
    'info: all matching namespaces are already "new". no value changed',
    "info: all `depends-on` annotations are up-to-date. no `namespace` changed",
  ]);
});

test("several upstream namespaces need a matcher, and nothing is changed", () => {
  const items = ["b", "a", "b"].map((namespace) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace: "old", ...upstream(`|Pod|${namespace}|x`) },
  }));
  const list = listOf(items, config({ namespace: "new" }));
  setNamespace(list);
  assert.deepEqual(lines(list.results), [
    "error: unable to use origin `namespace` to match. expect a single upstream namespace, found [a b]. please switch to use `namespaceMatcher`to specify the namespace value you want to change",
  ]);
  assert.equal(items[0]?.metadata.namespace, "old");
});

test("an upstream that cannot be is an error", () => {
  const pod = (id: string): KubeObject => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "x", ...upstream(id) },
  });
  const cases: [id: string, message: string][] = [
    [
      " nonsense ",
      'annotation internal.kpt.dev/upstream-identifier: nonsense is in bad format. expect "<GROUP>|<KIND>|<NAMESPACE>|<NAME>"',
    ],
    [
      "|Pod|~C|x",
      "Resource(apiVersion=v1, kind=Pod, namespace=, name=x) is namespace-scoped, but has cluster-scoped or unknown scoepd origin |Pod|~C|x",
    ],
  ];
  for (const [id, message] of cases) {
    const list = listOf([pod(id)], config({ namespace: "new" }));
    setNamespace(list);
    assert.deepEqual(lines(list.results), [`error: ${message}`]);
  }
});

test("resources of odd shapes are left alone or get what they lack", () => {
  const odd = [
    { apiVersion: "v1", kind: "Pod", metadata: "text" },
    { apiVersion: "v1", kind: "Pod", metadata: null },
    { apiVersion: "v1", kind: "Pod", metadata: { namespace: 7 } },
    { apiVersion: "v1", kind: "Namespace", metadata: { name: null } },
    { apiVersion: "v1", kind: "Pod", metadata: { name: { toString: "x" }, namespace: "a" } },
    { kind: "RoleBinding", subjects: "none" },
    { kind: "ClusterRoleBinding", subjects: [null, "x", { kind: "ServiceAccount", namespace: null }] },
    { apiVersion: "apiregistration.k8s.io/v1", kind: "APIService", spec: { service: [] } },
    {},
  ] as unknown as KubeObject[];
  const list = listOf(structuredClone(odd), config({ namespace: "new" }));
  setNamespace(list);
  assert.deepEqual(list.items, [
    odd[0],
    { apiVersion: "v1", kind: "Pod", metadata: { namespace: "new" } },
    { apiVersion: "v1", kind: "Pod", metadata: { namespace: "new" } },
    { apiVersion: "v1", kind: "Namespace", metadata: { name: "new" } },
    { apiVersion: "v1", kind: "Pod", metadata: { name: { toString: "x" }, namespace: "new" } },
    ...odd.slice(5),
  ]);
  assert.equal(
    lines(list.results).at(-2),
    'info: namespace [a default] updated to "new", 4 value(s) changed',
  );
});
