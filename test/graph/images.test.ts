// Owns the goldens of what a stack declares, over a frozen catalog, in each publish mode.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { readCatalog } from "../../catalog/index.ts";
import { openImageProvider } from "../../infra/image-provider.ts";
import { declareImages } from "../../infra/images.ts";
import type { PublishMode } from "../../infra/settings.ts";
import { assertGolden } from "./golden.ts";
import { record } from "./recorder.ts";

const root = join(import.meta.dirname, "..", "fixtures", "graph");

interface Options {
  readonly version?: string;
  readonly only?: readonly string[];
  /** Of every function, as the guard of releases decides. */
  readonly tags?: readonly string[];
}

async function declare(publish: PublishMode, { tags, ...options }: Options = {}) {
  const functions = await readCatalog(root, options);
  const buildable = functions.map((fn) => ({
    fn,
    context: { path: `.cache/contexts/${fn.name}` },
    recipe: `.cache/recipes/${fn.name}.Dockerfile`,
    ...(tags === undefined ? {} : { tags }),
  }));
  const registry = { imagePrefix: "registry.example/krm", manifests: async () => ({}) };
  return record(() => {
    const builder = { name: "krm-functions", ready: pulumi.output<true>(true) };
    return declareImages(buildable, { registry, builder, builtBy: openImageProvider(publish), publish });
  });
}

describe("what a stack declares", () => {
  for (const publish of ["push", "build"] as const) {
    test(`publish: ${publish}`, async () => assertGolden(`images-${publish}`, await declare(publish)));
  }

  test("publish: load builds this machine's platform alone", async () => {
    const { resources } = await declare("load", { only: ["annotate"] });
    const image = resources.find(({ type }) => type === "docker-build:index:Image");
    assert.deepEqual(image?.inputs.platforms, [process.arch === "arm64" ? "linux/arm64" : "linux/amd64"]);
    assert.equal(image?.inputs.load, true);
    assert.equal(image?.inputs.exports, undefined);
  });

  test("a stack's version replaces every function's own", async () => {
    const { outputs } = await declare("push", { version: "dev" });
    const tags = Object.values(outputs).flatMap((fn) => fn.tags);
    assert.deepEqual(tags, ["registry.example/krm/annotate:dev", "registry.example/krm/static:dev"]);
  });

  test("tags that are decided for a function replace those that its version means", async () => {
    const { resources } = await declare("push", { only: ["annotate"], tags: ["v1.1.4", "v1.1"] });
    const image = resources.find(({ type }) => type === "docker-build:index:Image");
    const name = "registry.example/krm/annotate";
    assert.deepEqual(image?.inputs.tags, [`${name}:v1.1.4`, `${name}:v1.1`]);
  });

  test("every image is kept on delete, and is a child of its function", async () => {
    const { resources } = await declare("push");
    const images = resources.filter(({ type }) => type === "docker-build:index:Image");
    assert.equal(images.length, 2);
    for (const image of images) {
      assert.equal(image.retainOnDelete, true);
      assert.equal(image.parent, `krm-functions:index:FunctionImage::${image.name}`);
    }
  });
});
