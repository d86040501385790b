// Owns the tests of what the end of a check tells.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { CaseFailure } from "../../../catalog/check/cases.ts";
import { showDiff } from "../../../catalog/check/diff.ts";
import { formatRun } from "../../../catalog/check/report.ts";
import { checkUser } from "../../../catalog/check/user.ts";
import { makeProject } from "./tree.ts";

const ran = { name: "good", platform: "linux/arm64" };

describe("the end of a run", () => {
  const failure = (of: string): CaseFailure => ({ case: of, must: "must hold" });

  test("all passed", () => {
    assert.equal(formatRun([], 7, ran), "7 cases passed on linux/arm64, each twice");
    assert.equal(formatRun([], 1, ran), "1 case passed on linux/arm64, each twice");
  });

  test("some failed: all of them, then how many", () => {
    const lines = formatRun([failure("a"), failure("b"), failure("b")], 7, ran).split("\n\n");
    assert.equal(lines.length, 4);
    assert.equal(lines[0], "functions/good/cases/a (linux/arm64): must hold");
    assert.equal(lines.at(-1), "2 of 7 cases failed on linux/arm64: a, b");
  });

  test("many failed: ten in full", () => {
    const lines = formatRun("abcdefghijkl".split("").map(failure), 12, ran).split("\n\n");
    assert.equal(lines.at(-2), "failed too: k, l");
    assert.equal(lines.length, 12);
  });

  test("the entrypoint failed, and many cases", () => {
    const lines = formatRun([..."abcdefghij", ""].map(failure), 12, ran).split("\n\n");
    assert.equal(lines.at(-2), "failed too: the image");
  });

  test("a long diff is cut, one of unlike texts is not made", () => {
    const lines = (prefix: string, count: number) =>
      Array.from({ length: count }, (_, i) => `${prefix}${i}\n`).join("");
    const long = showDiff(lines("a", 100), lines("b", 100))?.split("\n") ?? [];
    assert.equal(long.length, 63);
    assert.equal(long.at(-1), "  ... and 141 more lines of this diff");
    assert.equal(
      showDiff(lines("a", 9000), lines("b", 9000)),
      "  the two differ almost everywhere, first in line 1:\n  -a0\n  +b0",
    );
  });
});

describe("the user that kpt runs an image as", () => {
  test("is there", () => {
    const root = makeProject({ "etc/passwd": "root:x:0:0::/:/\nnobody:x:65534:65534:nobody:/:/\n" });
    assert.deepEqual(checkUser(root), []);
  });

  for (const [title, files] of [
    ["is missing", { "etc/passwd": "root:x:0:0::/:/\nsomenobody:x:1:1::/:/\n" }],
    ["has no file", {}],
  ] as const) {
    test(title, () => {
      const [failure, ...others] = checkUser(makeProject(files));
      assert.equal(others.length, 0);
      assert.match(failure?.must ?? "", /must have a user "nobody" in \/etc\/passwd/);
    });
  }
});
