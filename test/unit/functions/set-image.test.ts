// Owns the tests of set-image's parts: what is an image of a name, and how its reference changes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { imageMatcher, withImage } from "../../../functions/set-image/image.ts";
import setImage from "../../../functions/set-image/index.ts";
import { ConfigError, type KubeObject } from "../../../sdk/index.ts";
import { lines, listOf } from "./list.ts";

const change = (parts: Partial<Parameters<typeof withImage>[1]>) => ({
  name: "",
  newName: "",
  newTag: "",
  digest: "",
  ...parts,
});

test("a port is no tag, and what is not replaced stays", () => {
  for (const [reference, parts, expected] of [
    ["host:5000/a/b", { newTag: "2" }, "host:5000/a/b:2"],
    ["host:5000/a/b:1", { newName: "c" }, "c:1"],
    ["host:5000/a/b:1@sha256:0", { newName: "c" }, "c:1@sha256:0"],
    ["a@sha256:0", { newName: "host:1/c" }, "host:1/c@sha256:0"],
    ["a:1@sha256:0", { newTag: "2" }, "a:2"],
    ["a:1@sha256:0", { digest: "sha256:1" }, "a@sha256:1"],
    ["a:", { newName: "b" }, "b:"],
  ] as const) {
    assert.equal(withImage(reference, change(parts)), expected, reference);
  }
});

test("a name is matched whole, as an expression or as it is", () => {
  const isNginx = imageMatcher("nginx");
  for (const reference of ["nginx", "nginx:", "nginx:{a}", "nginx@sha256:0", "nginx:1@sha256:0"]) {
    assert.ok(isNginx(reference), reference);
  }
  for (const reference of ["", "nginx2", "a/nginx", "nginx/a", "nginx@md5:0", "nginx:1:2", "nginx\n"]) {
    assert.ok(!isNginx(reference), reference);
  }
  assert.ok(imageMatcher("(a|b)/[xy]+")("b/xyx:1"));
  assert.ok(imageMatcher("a++")("a++:1"));
  assert.ok(!imageMatcher("a++")("aa:1"));
});

test("no functionConfig is told and an error", () => {
  for (const config of [undefined, {}]) {
    const list = listOf([], config);
    assert.throws(() => setImage(list), new ConfigError("must specify `name`"));
    assert.deepEqual(lines(list.results), ["info: `FunctionConfig` is not given"]);
  }
});

test("images in additional fields are counted also where they were right already, as the public function does", () => {
  const config: KubeObject = {
    apiVersion: "fn.kpt.dev/v1alpha1",
    kind: "SetImage",
    image: { name: "a", newTag: "2" },
    additionalImageFields: [{ path: "spec/image" }],
  };
  const list = listOf([{ kind: "X", spec: { image: "a:2", containers: [{ image: "a:2" }] } }], config);
  setImage(list);
  assert.deepEqual(lines(list.results), ["info: summary: updated a total of 1 image(s)"]);
});

test("resources of odd shapes are no crash", () => {
  const odd = [
    { kind: "Pod", spec: "x" },
    { kind: "Deployment", spec: { template: [{ spec: { containers: null } }, []] } },
    { kind: ["Pod"], apiVersion: 1, spec: [] },
    { kind: "CronJob", apiVersion: "batch/v1", spec: { jobTemplate: { spec: { template: 1 } } } },
    {},
  ] as unknown as KubeObject[];
  const list = listOf(structuredClone(odd), {
    apiVersion: "v1",
    kind: "ConfigMap",
    data: { name: "a", newTag: "2" },
  });
  setImage(list);
  assert.deepEqual(list.items, odd);
  const places = list.results.map(({ severity, field }) => `${severity} ${field?.path}`);
  const errors = ["error spec", "error spec.jobTemplate.spec.template"];
  assert.deepEqual(places, [...errors, "info undefined"]);
});
