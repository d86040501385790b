// Owns the tests of versions and the tags that they mean.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isRelease, tagsOf } from "../../../catalog/index.ts";
import { plainTagProblem, versionProblem } from "../../../catalog/version.ts";

const tags: Readonly<Record<string, readonly string[]>> = {
  "v1.2.3": ["v1.2.3", "v1.2", "v1"],
  "v0.4.10": ["v0.4.10", "v0.4", "v0"],
  "v10.20.30": ["v10.20.30", "v10.20", "v10"],
  "v1.2.3-rc.1": ["v1.2.3-rc.1"],
  unstable: ["unstable"],
  dev: ["dev"],
  _2024: ["_2024"],
};

describe("tags", () => {
  for (const [version, expected] of Object.entries(tags)) {
    test(version, () => assert.deepEqual(tagsOf(version), expected));
  }
});

test("a release is vX.Y.Z, with or without a prerelease", () => {
  for (const version of ["v1.2.3", "v1.2.3-rc.1", "v0.0.1"]) assert.ok(isRelease(version), version);
  for (const version of ["1.2.3", "v1.2", "v1.2.3+a", "v01.2.3", "dev", "v1.2.3-", ""]) {
    assert.ok(!isRelease(version), version);
  }
});

test("good versions have no problem", () => {
  const good = [
    "v1.2.3",
    "v1.2.3-rc.1",
    "dev",
    "unstable",
    "a.b_c-d",
    "a".repeat(128),
    "vnext",
    "2024-01-01",
  ];
  for (const version of good) assert.equal(versionProblem(version), undefined, version);
});

test("bad ones have one", () => {
  const bad = [
    "latest",
    "v1",
    "1",
    "1.2",
    "V1.2.3",
    "1.2.3",
    "v1.2.3+a",
    "v1.2.3-01",
    "v1.2.3-",
    "",
    ".a",
    "-a",
    "a b",
    "ü",
    `v1.0.0-${"a".repeat(128)}`,
  ];
  for (const version of bad) assert.notEqual(versionProblem(version), undefined, version);
});

test("a stack's version is a plain tag", () => {
  assert.equal(plainTagProblem("dev"), undefined);
  for (const version of ["v1.2.3", "latest", "v1", "a b"])
    assert.notEqual(plainTagProblem(version), undefined, version);
});
