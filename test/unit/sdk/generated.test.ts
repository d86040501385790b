// Owns the tests of resources that functions generate.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isBookkeeping, type KubeObject, renew } from "../../../sdk/index.ts";

test("annotations that say where a resource is stored are the orchestrator's", () => {
  for (const name of [
    "config.kubernetes.io/path",
    "config.kubernetes.io/index",
    "config.k8s.io/id",
    "internal.config.kubernetes.io/seqindent",
    "internal.config.k8s.io/kpt-resource-id",
  ]) {
    assert.equal(isBookkeeping(name), true, name);
  }
  for (const name of [
    "config.kubernetes.io/local-config",
    "config.kubernetes.io/depends-on",
    "internal.kpt.dev/upstream-identifier",
    "example.com/config.kubernetes.io/path",
  ]) {
    assert.equal(isBookkeeping(name), false, name);
  }
});

test("a renewed resource has what is wanted, in its own maps, and keeps its place", () => {
  const spec = { same: 1, old: 2, list: [1, 2] };
  const object: KubeObject = {
    kind: "Old",
    metadata: {
      name: "a",
      labels: { x: "y" },
      annotations: { old: "1", "config.kubernetes.io/path": "a.yaml" },
    },
    spec,
    status: {},
  };
  renew(object, {
    kind: "New",
    metadata: { name: "a", annotations: { new: "1" } },
    spec: { same: 1, list: [3] },
  });
  assert.deepEqual(object, {
    kind: "New",
    metadata: { name: "a", annotations: { new: "1", "config.kubernetes.io/path": "a.yaml" } },
    spec: { same: 1, list: [3] },
  });
  assert.equal(object.spec, spec);
});

test("a resource without annotations gets none, and one with a wrong value in their place is mended", () => {
  const bare: KubeObject = { kind: "A" };
  renew(bare, { kind: "A", metadata: { name: "a" } });
  assert.deepEqual(bare, { kind: "A", metadata: { name: "a" } });
  const odd = { kind: "A", metadata: "a" } as unknown as KubeObject;
  renew(odd, { kind: "A", metadata: { name: "a", annotations: { b: "c" } } });
  assert.deepEqual(odd, { kind: "A", metadata: { name: "a", annotations: { b: "c" } } });
});
