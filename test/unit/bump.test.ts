// Owns the tests of `npm run bump`: what it counts up, what it refuses, and that it leaves the rest of a file alone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { nextRelease, readCatalog } from "../../catalog/index.ts";
import { planBumps, writeBump } from "../../tools/releases/bump.ts";
import { makeProject } from "./catalog/tree.ts";

const functions = [
  ["set-labels", "v0.2.1"],
  ["set-image", "v1.9.10"],
  ["early", "v1.0.0-rc.1"],
  ["draft", "unstable"],
].map(([name = "", version = ""]) => ({ name, folder: `functions/${name}`, version }));

const bumped = (...args: readonly string[]) =>
  planBumps(functions, args).map(({ fn, before, after }) => `${fn.name} ${before} ${after}`);

describe("the next release", () => {
  const cases = [
    ["v1.2.3", "v1.2.4", "v1.3.0", "v2.0.0"],
    ["v0.9.10", "v0.9.11", "v0.10.0", "v1.0.0"],
    ["v1.3.0-rc.1", "v1.3.0", "v1.3.0", "v2.0.0"],
    ["v1.3.1-rc.1", "v1.3.1", "v1.4.0", "v2.0.0"],
  ] as const;
  for (const [version, ...expected] of cases) {
    test(`after ${version}`, () => {
      const found = (["patch", "minor", "major"] as const).map((part) => nextRelease(version, part));
      assert.deepEqual(found, expected);
    });
  }
});

describe("a bump", () => {
  test("of names", () =>
    assert.deepEqual(bumped("set-image", "set-labels", "minor"), [
      "set-labels v0.2.1 v0.3.0",
      "set-image v1.9.10 v1.10.0",
    ]));

  test("of all leaves plain tags alone", () =>
    assert.deepEqual(bumped("--all", "patch"), [
      "set-labels v0.2.1 v0.2.2",
      "set-image v1.9.10 v1.9.11",
      "early v1.0.0-rc.1 v1.0.0",
    ]));

  const refused: readonly (readonly [args: readonly string[], messages: readonly string[]])[] = [
    [[], ['npm run bump: must end with patch, minor or major, not ""; run `npm run bump -- NAME... patch`']],
    [["set-labels"], ['must end with patch, minor or major, not "set-labels"']],
    [["patch"], ["npm run bump: must name a function"]],
    [
      ["set-label", "nothing", "draft", "patch"],
      [
        'npm run bump: must name functions of functions/, not "set-label"; write "set-labels"',
        'not "nothing"; write one of set-labels, set-image, early, draft',
        'functions/draft/function.yaml: `version` must be a release to be bumped, not "unstable"; write one there',
      ],
    ],
    [
      ["--al", "set-labels", "set-labels", "nothing", "Patch"],
      [
        'must name functions of functions/, not "nothing"',
        'must end with patch, minor or major, not "Patch"',
        'must have no option but `--all`, not "--al"',
        'must name each function once, not "set-labels" again; remove it',
      ],
    ],
    [["--all", "set-labels", "patch"], ['must have names or `--all`, not both, found "set-labels"']],
  ];
  for (const [args, messages] of refused) {
    test(`is refused, with all that is wrong: ${args.join(" ") || "no arguments"}`, () => {
      assert.throws(
        () => bumped(...args),
        ({ message }: Error) => {
          for (const part of messages) assert.ok(message.includes(part), message);
          assert.equal(message.split("\n").length, messages.length + 1, message);
          return true;
        },
      );
    });
  }

  test("of all is refused where there is no release", () =>
    assert.throws(
      () => planBumps(functions.slice(3), ["--all", "patch"]),
      /functions: must have a function with a release to bump; give one/,
    ));

  const texts = [
    "# What it is\r\ndescription: Passes.\r\nversion:   'v1.2.3'   # a comment\r\nkeywords: [a,  b]\r\n",
    '{"description": "Passes.", "version": "v1.2.3"}\n',
    "description: v1.2.3 is in this text\nversion: v1.2.3",
  ];
  for (const text of texts) {
    test(`keeps every other byte of ${JSON.stringify(text)}`, async () => {
      const root = makeProject({ "functions/good/function.yaml": text });
      const [bump] = planBumps(await readCatalog(root), ["good", "patch"]);
      assert.ok(bump);
      writeBump(root, bump);
      const at = text.lastIndexOf("v1.2.3");
      const expected = `${text.slice(0, at)}v1.2.4${text.slice(at + 6)}`;
      assert.equal(readFileSync(join(root, "functions/good/function.yaml"), "utf8"), expected);
    });
  }
});
