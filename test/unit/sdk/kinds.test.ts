// Owns the tests of what is known of an object from its kind, of field specs and of how values stand in messages.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  effectiveNamespace,
  FieldTypeError,
  goList,
  isLocalConfig,
  isNamespaced,
  type KubeObject,
  mapAt,
  matchesKind,
  pathSteps,
  placesAt,
  quoted,
  resourceRef,
  shortName,
  specMatches,
} from "../../../sdk/index.ts";

const object = (apiVersion: string, kind: string, metadata: KubeObject["metadata"] = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata,
});

test("built-in kinds have their scope, others show it by their namespace", () => {
  assert.ok(isNamespaced(object("v1", "ConfigMap")));
  assert.ok(isNamespaced(object("apps/v1", "Deployment")));
  assert.ok(!isNamespaced(object("v1", "Namespace", { namespace: "x" })));
  assert.ok(!isNamespaced(object("rbac.authorization.k8s.io/v1", "ClusterRole", { namespace: "x" })));
  assert.ok(!isNamespaced(object("example.com/v1", "Gadget")));
  assert.ok(isNamespaced(object("example.com/v1", "Gadget", { namespace: "x" })));
  assert.ok(isNamespaced(object("example.com/v1", "Gadget", JSON.parse('{"namespace": null}'))));
  assert.ok(!isNamespaced(object("autoscaling/v2", "HorizontalPodAutoscaler")));
  assert.ok(!isNamespaced({}));
});

test("a namespaced object without a namespace is in the default one", () => {
  assert.equal(effectiveNamespace(object("v1", "ConfigMap")), "default");
  assert.equal(effectiveNamespace(object("v1", "ConfigMap", { namespace: "a" })), "a");
  assert.equal(effectiveNamespace(object("v1", "Node")), undefined);
});

test("an empty part of a kind stands for any", () => {
  const deployment = object("extensions/v1beta1", "Deployment");
  assert.ok(matchesKind(deployment, "", "", "Deployment"));
  assert.ok(matchesKind(deployment, "extensions", "v1beta1", ""));
  assert.ok(!matchesKind(deployment, "apps", "", "Deployment"));
  assert.ok(!matchesKind(deployment, "", "v1", "Deployment"));
  assert.ok(matchesKind({ apiVersion: "v1" }, "", "v1", "ConfigMap"));
  assert.ok(specMatches(deployment, { path: "spec" }));
  assert.ok(!specMatches(deployment, { path: "spec", kind: "Service" }));
});

test("any value but empty and false marks local configuration", () => {
  const marked = (value: unknown) =>
    isLocalConfig({ metadata: { annotations: { "config.kubernetes.io/local-config": value as string } } });
  assert.deepEqual(["true", "yes", true].map(marked), [true, true, true]);
  assert.deepEqual(["false", "", false, null].map(marked), [false, false, false, false]);
  assert.ok(!isLocalConfig({}));
});

test("an object's short name has its four parts, also empty", () => {
  const name = shortName(object("v1", "Service", { name: "web" }));
  assert.equal(name, "Resource(apiVersion=v1, kind=Service, namespace=, name=web)");
  assert.equal(shortName({}), "Resource(apiVersion=, kind=, namespace=, name=)");
});

test("a reference has strings, whatever the object has", () => {
  const odd = {
    apiVersion: null,
    kind: "X",
    metadata: { name: 7, namespace: null },
  } as unknown as KubeObject;
  assert.deepEqual(resourceRef(odd), { apiVersion: "", kind: "X", name: "7" });
  assert.deepEqual(resourceRef(object("v1", "Pod", { name: "a", namespace: "b" })), {
    apiVersion: "v1",
    kind: "Pod",
    name: "a",
    namespace: "b",
  });
});

test("a path's steps are split at slashes, but not at escaped ones", () => {
  assert.deepEqual(pathSteps("metadata/annotations/a.b\\/c"), ["metadata", "annotations", "a.b/c"]);
  assert.deepEqual(pathSteps(""), []);
});

test("places are found through lists, and only where maps are", () => {
  const policy: KubeObject = {
    spec: { ingress: [{ from: [{ a: 1 }, "text"] }, null, { from: [{ b: 2 }] }, {}] },
  };
  assert.deepEqual(placesAt(policy, "spec/ingress/from"), [
    { map: { a: 1 }, path: ["spec", "ingress", 0, "from", 0] },
    { map: { b: 2 }, path: ["spec", "ingress", 2, "from", 0] },
  ]);
  assert.deepEqual(placesAt(policy, "spec/egress/to"), []);
  assert.deepEqual(placesAt({ spec: null }, "spec"), []);
  assert.equal(placesAt(policy, "")[0]?.map, policy);
});

test("a map is made where it is missing or null, never over something else", () => {
  const pod: KubeObject = { metadata: { labels: null as never }, spec: "text" };
  const place = { map: pod, path: [] };
  assert.equal(mapAt(place, "metadata/labels"), undefined);
  assert.deepEqual(pod.metadata, { labels: null });
  assert.deepEqual(mapAt(place, "metadata/labels", true), {});
  assert.deepEqual(pod.metadata, { labels: {} });
  assert.throws(
    () => mapAt(place, "spec/selector", true),
    (error) => {
      return error instanceof FieldTypeError && error.path.join() === "spec";
    },
  );
});

test("values stand in messages as Go writes them", () => {
  assert.equal(quoted('a"b\\c\n\t'), '"a\\"b\\\\c\\n\\t"');
  assert.equal(quoted("naïve 名 🚀"), '"naïve 名 🚀"');
  assert.equal(quoted("\u0001\u007f\u00a0\u200b\u{e0001}"), '"\\x01\\x7f\\u00a0\\u200b\\U000e0001"');
  assert.equal(goList(["a", "b"]), "[a b]");
});
