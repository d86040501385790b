// Owns the tests of set-labels beyond its cases: odd configurations and odd resources.
import assert from "node:assert/strict";
import { test } from "node:test";
import setLabels from "../../../functions/set-labels/index.ts";
import { ConfigError, type KubeObject } from "../../../sdk/index.ts";
import { lines, listOf } from "./list.ts";

const config = (data: Record<string, unknown>): KubeObject => ({ apiVersion: "v1", kind: "ConfigMap", data });
const pod = (): KubeObject => ({ apiVersion: "v1", kind: "Pod", metadata: { name: "x" } });

function labelled(object: KubeObject, data: Record<string, unknown>): { object: KubeObject; told: string[] } {
  const list = listOf([object], config(data));
  setLabels(list);
  return { object, told: lines(list.results) };
}

test("a functionConfig that gives no labels is an error that says what is expected", () => {
  const expected = "expect `SetLabels.fn.kpt.dev` or `ConfigMap.v1`";
  const own = { apiVersion: "fn.kpt.dev/v1alpha1", kind: "SetLabels" };
  const cases: [config: KubeObject | undefined, message: string][] = [
    [undefined, "`FunctionConfig` is not given"],
    [{}, "`FunctionConfig` is not given"],
    [{ kind: "ConfigMap", metadata: { name: "function-input" } }, "`FunctionConfig` is not given"],
    [
      { apiVersion: "example.com/v1", kind: "ConfigMap" },
      `unknown FunctionConfig \`ConfigMap.example.com\`, ${expected}`,
    ],
    [{ apiVersion: "v1", kind: "Secret" }, `unknown FunctionConfig \`Secret\`, ${expected}`],
    [{ ...own, labels: "a=b" }, "`labels` must be a map of strings"],
    [{ ...own, labels: { a: 1 } }, "`labels.a` must be a string"],
    [{ ...own, labels: { a: {} } }, "`labels.a` must be a string"],
  ];
  for (const [functionConfig, message] of cases) {
    assert.throws(
      () => setLabels(listOf([pod()], functionConfig)),
      (error) => {
        return error instanceof ConfigError && error.message === message;
      },
      message,
    );
  }
});

test("all that is wrong with the labels is told", () => {
  const own = { apiVersion: "fn.kpt.dev/v1alpha1", kind: "SetLabels", labels: { a: 1, b: "2", c: [] } };
  const messages = (functionConfig: KubeObject) => {
    try {
      setLabels(listOf([pod()], functionConfig));
    } catch (error) {
      return error instanceof ConfigError ? error.messages : error;
    }
    return [];
  };
  assert.deepEqual(messages(own), ["`labels.a` must be a string", "`labels.c` must be a string"]);
  assert.deepEqual(messages(config({ a: [], b: "2", c: {} })), [
    "functionConfig: `data.a` must be a string, not a list",
    "functionConfig: `data.c` must be a string, not a map",
  ]);
});

test("without resources nothing is asked of the functionConfig", () => {
  const list = listOf([], {});
  setLabels(list);
  assert.deepEqual(lines(list.results), ["info: `FunctionConfig` is not given", "info: no input resources"]);
});

test("labels are added in the order of their names", () => {
  const { object, told } = labelled(pod(), { b: "2", a: "1", constructor: "x" });
  assert.equal(JSON.stringify(object.metadata?.labels), '{"a":"1","b":"2","constructor":"x"}');
  assert.deepEqual(told, ["info: set 3 labels in total"]);
});

test("a value in the place of labels is an error of that resource alone", () => {
  const list = listOf(
    [{ apiVersion: "v1", kind: "Service", metadata: { name: "a" }, spec: { selector: [] } }, pod()],
    config({ a: "1" }),
  );
  setLabels(list);
  assert.deepEqual(lines(list.results), [
    'error: Resource(apiVersion=v1, kind=Service) has unmatched field type "string" in fieldpath .spec.selector.a',
    "info: set 2 labels in total",
  ]);
  assert.deepEqual(list.results[0]?.field, { path: "spec.selector" });
  assert.deepEqual(list.items[1]?.metadata?.labels, { a: "1" });
});

test("resources of odd shapes are no crash", () => {
  const odd = [
    { apiVersion: "apps/v1", kind: "StatefulSet", spec: { template: [], volumeClaimTemplates: "x" } },
    { apiVersion: "batch/v1", kind: "CronJob", spec: { jobTemplate: { spec: null } } },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      spec: { ingress: [null, { from: null }], egress: {} },
    },
    { kind: null, metadata: null },
    {},
  ] as unknown as KubeObject[];
  const list = listOf(odd, config({ a: "1" }));
  setLabels(list);
  assert.ok(list.items.every((object) => object.metadata?.labels?.a === "1"));
});

test("affinity is changed and not counted", () => {
  const term = () => ({ labelSelector: { matchLabels: { a: "0", b: "0" } } });
  const affinity = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term()] } };
  const { object, told } = labelled(
    { apiVersion: "apps/v1", kind: "Deployment", spec: { template: { spec: { affinity } } } },
    { a: "1", c: "1" },
  );
  const terms = object.spec.template.spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution;
  assert.deepEqual(terms, [{ labelSelector: { matchLabels: { a: "1", b: "0" } } }]);
  assert.deepEqual(told, ["info: set 6 labels in total"]);
});
