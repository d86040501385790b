// Owns the tests of releases: where floating tags move, and which published images must not be replaced.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fingerprintLabel } from "../../../catalog/fingerprint.ts";
import {
  formatProblem,
  type PublishedRelease,
  rebuildProblem,
  releaseProblem,
  releaseTags,
} from "../../../catalog/index.ts";

/** A version, the tags that a registry has, and those that it is published under. */
const published: readonly (readonly [version: string, tags: string, expected: string])[] = [
  ["v1.0.0", "", "v1.0.0 v1.0 v1"],
  ["v1.0.1", "v1.0.0 v1.0 v1", "v1.0.1 v1.0 v1"],
  ["v1.1.4", "v1.1.3 v1.1 v1.2.0 v1.2 v1", "v1.1.4 v1.1"],
  ["v1.1.4", "v1.1.3 v1.1 v1.1.4 v1.2.0 v1.2 v1", "v1.1.4 v1.1"],
  ["v1.1.4", "v1.1.5 v1.1 v1", "v1.1.4"],
  ["v1.1.4", "v1.1.5 v1.2.0", "v1.1.4"],
  ["v1.2.0", "v1.1.9 v1.10.0 v2.0.0 v2 v1", "v1.2.0 v1.2"],
  ["v1.9.0", "v1.10.0", "v1.9.0 v1.9"],
  ["v1.10.0", "v1.9.0 v1.9.10", "v1.10.0 v1.10 v1"],
  ["v1.2.3", "v2.0.0 v2 v10.0.0", "v1.2.3 v1.2 v1"],
  ["v1.2.3", "v1.2.4-rc.1 v1.3.0-rc.1", "v1.2.3 v1.2 v1"],
  ["v1.2.3-rc.1", "v1.2.2 v1.2 v1", "v1.2.3-rc.1"],
  ["v1.2.3", "unstable latest 1.9.0 v1.9 v1.2.10+a sha-0a1b v01.9.0", "v1.2.3 v1.2 v1"],
  ["unstable", "v1.2.3 v1.2 v1", "unstable"],
];

describe("a version is published as", () => {
  const words = (text: string) => text.split(" ").filter((word) => word !== "");
  for (const [version, tags, expected] of published) {
    test(`${expected}, where the registry has ${tags || "nothing"}`, () => {
      assert.deepEqual(releaseTags(version, words(tags)), words(expected));
    });
    test(`the same once that is done: ${expected}, beside ${tags || "nothing"}`, () => {
      assert.deepEqual(releaseTags(version, [...words(tags), ...words(expected)]), words(expected));
    });
  }
});

describe("a published release", () => {
  const platforms = ["linux/amd64", "linux/arm64"];
  const digest = `sha256:${"d".repeat(64)}`;
  const fn = { name: "demo", folder: "functions/demo", version: "v1.0.0" };
  const oci = "org.opencontainers.image";
  const labels = {
    [`${oci}.title`]: "demo",
    [`${oci}.version`]: "v1.0.0",
    [`${oci}.description`]: "Does it.",
    [`${oci}.licenses`]: "Apache-2.0",
    [`${oci}.base.name`]: "registry.example/node",
    [`${oci}.base.digest`]: `sha256:${"1".repeat(64)}`,
    "io.krm-functions.application": `sha256:${"2".repeat(64)}`,
    "io.krm-functions.recipe": `sha256:${"3".repeat(64)}`,
    "io.krm-functions.buildkit": "v0.31.0",
    [fingerprintLabel]: `sha256:${"4".repeat(64)}`,
  };
  type Own = Readonly<Record<string, string>> | undefined;
  const image = (...own: readonly Own[]): PublishedRelease => ({
    digest,
    isIndex: true,
    platforms: platforms.map((platform, at) => ({ platform, labels: own.length > at ? own[at] : own[0] })),
  });
  const told = (found: PublishedRelease) => {
    const problem = releaseProblem(fn, labels, found, platforms);
    return problem && formatProblem(problem);
  };
  const begin = 'functions/demo/function.yaml: version "v1.0.0" is published and must stay as it is, but ';
  const end = "; run `npm run bump -- demo patch`";
  const other = { ...labels, [fingerprintLabel]: `sha256:${"5".repeat(64)}` };

  test("that is what would be built has no problem, whatever the order of its platforms", () => {
    assert.equal(told(image(labels)), undefined);
    const { platforms: found, ...rest } = image(labels);
    assert.equal(told({ ...rest, platforms: [...found].reverse() }), undefined);
  });

  const changes: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [
      { [`${oci}.base.digest`]: `sha256:${"9".repeat(64)}` },
      "the base (sha256:999999999999, now sha256:111111111111)",
    ],
    [{ "io.krm-functions.buildkit": "v0.30.0" }, "BuildKit (v0.30.0, now v0.31.0)"],
    [
      { "io.krm-functions.application": "sha256:9", [`${oci}.description`]: "Did it." },
      "the application, the description",
    ],
    [{ "io.krm-functions.recipe": "sha256:9" }, "the recipe"],
    [{ [`${oci}.licenses`]: "MIT" }, "the licences"],
    [{ [`${oci}.source`]: "https://example.com" }, "the source's address"],
    [{}, "a base that its recipe copies from, or how this project makes images"],
  ];
  for (const [change, expected] of changes) {
    test(`that differs is told with ${expected}`, () => {
      assert.equal(told(image({ ...other, ...change })), `${begin}this changed: ${expected}${end}`);
    });
  }

  test("that differs on one platform alone is told", () => {
    assert.match(
      told(image(labels, { ...other, "io.krm-functions.recipe": "" })) ?? "",
      /changed: the recipe;/,
    );
  });

  test("whose tag was moved by hand is told with what it points at", () => {
    const moved = { ...other, [`${oci}.title`]: "else", [`${oci}.version`]: "v2.0.0" };
    assert.equal(
      told(image(moved)),
      `${begin}its tag was moved by hand, to "else" "v2.0.0" (${digest})${end}`,
    );
  });

  test("without a fingerprint, on one platform or on both, is another tool's", () => {
    const { [fingerprintLabel]: _, ...foreign } = labels;
    for (const found of [image(foreign), image(labels, foreign)])
      assert.match(
        told(found) ?? "",
        /an image without the label `io\.krm-functions\.fingerprint`, which another/,
      );
  });

  test("that lacks a platform, has one more, or is no index, is told with its platforms", () => {
    const { platforms: both } = image(labels);
    const extra = { platform: "unknown/unknown", labels: undefined };
    const cases = [
      [both.slice(0, 1), true, "an index of linux/amd64"],
      [[...both, extra], true, "an index of linux/amd64, linux/arm64, unknown/unknown"],
      [both.slice(1), false, "one image for linux/arm64"],
    ] as const;
    for (const [found, isIndex, what] of cases)
      assert.equal(
        told({ digest, platforms: found, isIndex }),
        `${begin}its tag holds ${what}, not an index of linux/amd64, linux/arm64 (${digest})${end}`,
      );
  });

  test("of which the registry lost a part is never replaced", () => {
    assert.match(
      told(image(labels, undefined)) ?? "",
      /the registry has lost a part of it, for linux\/arm64/,
    );
  });
});

test("a published release that is built to another digest is told, with what undoes a push", () => {
  const image = "registry.example/fn/demo";
  assert.equal(rebuildProblem(image, "v1.0.0", "sha256:1", undefined), undefined);
  assert.equal(rebuildProblem(image, "v1.0.0", "sha256:1", "sha256:1"), undefined);
  const problem = rebuildProblem(image, "v1.0.0", "sha256:2", "sha256:1");
  assert.equal(
    problem && formatProblem(problem),
    'registry.example/fn/demo:v1.0.0: must be built to the digest that it is published with, "sha256:1", not "sha256:2"; see that its recipe gives the same image each time; where that was pushed, run `docker buildx imagetools create --tag registry.example/fn/demo:v1.0.0 registry.example/fn/demo@sha256:1`',
  );
});
