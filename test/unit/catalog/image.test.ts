// Owns the tests of what an image says of itself: its labels and its fingerprint.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Fingerprinted, fingerprintOf } from "../../../catalog/fingerprint.ts";
import { imageLabels, readCatalog, readProject } from "../../../catalog/index.ts";
import { ociLabels } from "../../../catalog/labels.ts";
import { makeProject } from "./tree.ts";

const fn = { name: "set-labels", description: "Sets labels.", version: "v1.0.0" };

describe("labels", () => {
  test("all that is known", () => {
    const base = "registry.example/node@sha256:0123";
    assert.deepEqual(ociLabels(fn, { licences: "Apache-2.0 AND MIT", source: "https://example.com", base }), {
      "org.opencontainers.image.title": "set-labels",
      "org.opencontainers.image.description": "Sets labels.",
      "org.opencontainers.image.version": "v1.0.0",
      "org.opencontainers.image.licenses": "Apache-2.0 AND MIT",
      "org.opencontainers.image.source": "https://example.com",
      "org.opencontainers.image.base.name": "registry.example/node",
      "org.opencontainers.image.base.digest": "sha256:0123",
    });
  });

  test("nothing that is not", () => {
    const keys = Object.keys(ociLabels(fn, { licences: "Apache-2.0" }));
    assert.deepEqual(
      keys.map((key) => key.replace("org.opencontainers.image.", "")),
      ["title", "description", "version", "licenses"],
    );
  });
});

test("the labels of an image tell what it is made from, apart and as one fingerprint", async () => {
  const root = makeProject();
  const [good] = await readCatalog(root);
  assert.ok(good);
  const inputs = {
    context: { appDigest: "sha256:app", licences: "Apache-2.0" },
    bases: { node: "registry.example/node@sha256:0123" },
    project: { licence: "Apache-2.0" },
    buildkit: "v0.31.0",
  };
  const labels = imageLabels(good, inputs);
  const part = (name: string, of = labels) => of[`io.krm-functions.${name}`];
  assert.equal(part("application"), "sha256:app");
  assert.match(part("recipe") ?? "", /^sha256:[0-9a-f]{64}$/);
  assert.equal(part("buildkit"), "v0.31.0");
  assert.match(part("fingerprint") ?? "", /^sha256:[0-9a-f]{64}$/);
  const { recipe } = good;
  const other = imageLabels({ ...good, recipe: { ...recipe, text: `${recipe.text}USER 1\n` } }, inputs);
  for (const name of ["recipe", "fingerprint"]) assert.notEqual(part(name, other), part(name), name);
});

describe("the source", () => {
  const sources: readonly (readonly [string, string | undefined])[] = [
    ['"repository": "github:a/b"', "https://github.com/a/b"],
    ['"repository": "a/b"', "https://github.com/a/b"],
    ['"repository": { "url": "git+https://example.com/a/b.git" }', "https://example.com/a/b"],
    ['"private": true', undefined],
  ];
  for (const [text, source] of sources) {
    test(text, async () => {
      const root = makeProject({ "package.json": `{ "license": "Apache-2.0", ${text} }` });
      assert.deepEqual(await readProject(root), {
        licence: "Apache-2.0",
        ...(source === undefined ? {} : { source }),
      });
    });
  }

  test("a package.json without a licence is refused", async () => {
    const message =
      'The project cannot be read:\n  package.json: must have a `license`; add `"license": "Apache-2.0"`';
    await assert.rejects(readProject(makeProject({ "package.json": "{}" })), { message });
  });
});

describe("the fingerprint", () => {
  const image: Fingerprinted = {
    appDigest: "sha256:a",
    recipe: "FROM scratch AS function\n",
    bases: { node: "r/node@sha256:1", go: "r/go@sha256:2" },
    labels: { a: "1", b: "2" },
    buildkit: "v0.31.0",
  };
  const fingerprint = fingerprintOf(image);

  test("is a digest that does not change", () => {
    assert.equal(fingerprint, "sha256:1035dc0873126657b6d648d296fd9cdc1de6407fdda5362abd7b1285191bf4f8");
  });

  test("the order of keys and where a base is pulled from do not count", () => {
    const bases = { go: "elsewhere:5000/go@sha256:2", node: "n@sha256:1" };
    assert.equal(fingerprintOf({ ...image, bases, labels: { b: "2", a: "1" } }), fingerprint);
  });

  const changes: readonly Partial<Fingerprinted>[] = [
    { appDigest: "sha256:b" },
    { recipe: "FROM scratch AS function\nUSER 1\n" },
    { bases: { ...image.bases, node: "r/node@sha256:3" } },
    { bases: { node: "r/node@sha256:1" } },
    { labels: { a: "1", b: "3" } },
    { buildkit: "v0.32.0" },
  ];
  for (const change of changes) {
    test(`counts ${JSON.stringify(change)}`, () =>
      assert.notEqual(fingerprintOf({ ...image, ...change }), fingerprint));
  }
});
