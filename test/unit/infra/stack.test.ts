// Owns the tests of what a stack refuses before anything is built.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { namedByLabels, resolveBases } from "../../../infra/bases.ts";
import { openCloud } from "../../../infra/cloud.ts";
import type { Registry } from "../../../infra/registry/registry.ts";
import { declareStack } from "../../../infra/stack.ts";

const root = mkdtempSync(join(tmpdir(), "stack-"));
after(() => rmSync(root, { recursive: true }));

describe("a stack", () => {
  before(() =>
    pulumi.runtime.setMocks(
      { newResource: () => assert.fail("nothing is declared"), call: () => assert.fail("nothing is called") },
      "krm-functions",
      "test",
    ),
  );

  test("tells the problems of its settings and of its catalog together, without a stack trace", async () => {
    pulumi.runtime.setAllConfig({ "krm-functions:publish": "maybe" });
    await assert.rejects(declareStack(root), (error: Error) => {
      assert.ok(pulumi.RunError.isInstance(error));
      assert.match(error.message, /^The settings of stack "test" do not hold:\n.*publish: must be one of/);
      assert.match(
        error.message,
        /\nThe catalog does not hold:\n.*functions: must hold at least one function/s,
      );
      return true;
    });
  });
});

test("a stack that declares nothing on GCP does not load its SDKs", async () => {
  const loaded = () =>
    Object.keys(createRequire(import.meta.url).cache).filter((file) => /@pulumi.(gcp|random)\b/.test(file));
  const settings = { registry: { kind: "existing" }, builder: { kind: "local" } } as const;
  assert.deepEqual(await openCloud(settings, Promise.resolve()), {});
  assert.deepEqual(loaded(), []);
});

describe("the bases of a stack", () => {
  const own = "registry.example/bases/node:1@sha256:own";
  const registry = (ownBase?: Registry["ownBase"]): Registry => ({
    imagePrefix: "registry.example",
    manifests: async () => ({}),
    ...(ownBase === undefined ? {} : { ownBase }),
  });

  test("are those of its settings, else the registry's own", async () => {
    const bases = { go: "go@sha256:1" };
    const found = await resolveBases(
      ["go", "node"],
      { bases },
      registry(async (name) => `${own}/${name}`),
    );
    assert.deepEqual(found, { go: "go@sha256:1", node: `${own}/node` });
  });

  test("are not asked of the registry where the settings have them: none has to be built", async () => {
    const bases = { node: "distroless@sha256:1" };
    const asked = () => assert.fail("asked for its own base");
    assert.deepEqual(await resolveBases(["node"], { bases }, registry(asked)), bases);
  });

  test("are named by labels without the stack's own registry, which would make it another image in each", () => {
    const bases = { go: "registry.example.org/go@sha256:1", node: "registry.example/bases/node:1@sha256:2" };
    assert.deepEqual(namedByLabels(bases, "registry.example"), {
      go: "registry.example.org/go@sha256:1",
      node: "bases/node:1@sha256:2",
    });
  });

  test("that nobody has are all named, with the setting", async () => {
    await assert.rejects(resolveBases(["go", "node"], { bases: {} }, registry()), {
      message: [
        "Base images are missing:",
        ...["go", "node"].map(
          (name) =>
            `  krm-functions:bases.${name}: must be a reference by digest, since a recipe builds on this base and the registry has none of its own; write a line \`${name}: IMAGE@sha256:DIGEST # TAG\` below \`krm-functions:bases:\` in Pulumi.<stack>.yaml; \`npm run bases:update -- --stack <stack>\` tells the digest of \`${name}: IMAGE:TAG\``,
        ),
      ].join("\n"),
    });
  });
});
