// Owns the tests of what `npm run verify` is asked, what it takes from a stack's outputs, and how it tells what it found.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openProgress } from "../../../tools/report/progress.ts";
import { allProblems, renderVerification, verificationJson } from "../../../tools/report/verify-table.ts";
import type { FunctionOutput } from "../../../tools/stack/outputs.ts";
import { readOptions } from "../../../tools/verify/options.ts";
import { publishedBy } from "../../../tools/verify/published.ts";
import type { FunctionReport } from "../../../verify/index.ts";

const digest = `sha256:${"ab12".repeat(16)}`;
const output: FunctionOutput = {
  name: "demo",
  version: "v1.2.3",
  ref: `localhost:5001/team/demo@${digest}`,
  tags: ["localhost:5001/team/demo:v1.2.3", "localhost:5001/team/demo:v1"],
  platforms: { "linux/amd64": { size: 1 } },
};

describe("options", () => {
  test("of the stack dev, where none is named", () => {
    const none = { names: [], run: false, rebuild: false, mend: false, json: false };
    assert.deepEqual(readOptions([]), { stack: "dev", ...none });
    for (const words of [["--stack", "prod"], ["-s", "prod"], ["--stack=prod"]])
      assert.deepEqual(readOptions(words), { stack: "prod", ...none });
  });

  test("in any order, with names", () => {
    assert.deepEqual(readOptions(["a", "--json", "--run", "b", "--mend", "--stack", "prod", "--rebuild"]), {
      stack: "prod",
      names: ["a", "b"],
      run: true,
      rebuild: true,
      mend: true,
      json: true,
    });
  });

  test("that are none are all refused", () => {
    assert.throws(
      () => readOptions(["--fix", "--quick", "--stack"]),
      /must get a stack's name behind `--stack`.*\n.*must not get "--fix".*\n.*must not get "--quick"/,
    );
  });
});

describe("what a stack published", () => {
  const read = (functions: Record<string, FunctionOutput>, names: string[] = []) =>
    publishedBy({ functions }, { stack: "prod", names });

  test("is its functions by image, digest and tags", () => {
    assert.deepEqual(read({ demo: output }), {
      published: [
        {
          name: "demo",
          version: "v1.2.3",
          image: "localhost:5001/team/demo",
          digest,
          tags: ["v1.2.3", "v1"],
        },
      ],
      problems: [],
    });
  });

  test("leaves out what was built or loaded only, and what has no digest, and says so", () => {
    const functions = { demo: output, built: { ...output, name: "built", platforms: {} } };
    const { published, problems } = read(functions);
    assert.deepEqual(
      published.map(({ name }) => name),
      ["demo"],
    );
    assert.match(problems[0]?.must ?? "", /must have been pushed, but .* only built or loaded/);
    const half = { ...output, ref: undefined as unknown as string };
    assert.throws(
      () => read({ half: { ...half, name: "half" }, built: functions.built }),
      /stack "prod", built: must have been pushed.*\n.*stack "prod", half: must have a reference by digest.*up --stack prod/,
    );
  });

  test("must be something", () => {
    assert.throws(() => read({}), /stack "prod": must have published a function/);
    assert.throws(() => read({ demo: output }, ["demos"]), /must have published "demos"; write some of demo/);
  });
});

describe("what was found", () => {
  const report: FunctionReport = {
    name: "demo",
    version: "v1.2.3",
    image: "localhost:5001/demo",
    digest,
    tags: ["v1.2.3", "v1"],
    tagReports: [
      { tag: "v1.2.3", state: "right", digest },
      { tag: "v1", state: "gone" },
    ],
    platforms: [{ platform: "linux/amd64", digest, size: 43_490_284, applicationSize: 48_440 }],
    isWhole: true,
    problems: [{ path: "base", must: "must be there" }],
  };
  const verification = {
    stack: "prod",
    functions: [
      report,
      { ...report, name: "other", problems: [...report.problems, { path: "a", must: "b" }] },
    ],
    mended: [],
    problems: [],
  };

  test("is a table with a line for each function", () => {
    assert.deepEqual(renderVerification(verification).split("\n"), [
      "function  version  tags              digest               linux/amd64  linux/arm64  application  verified",
      "demo      v1.2.3   v1.2.3 v1 (gone)  sha256:ab12ab12ab12  43.5 MB      -            48.4 kB      1 problem",
      "other     v1.2.3   v1.2.3 v1 (gone)  sha256:ab12ab12ab12  43.5 MB      -            48.4 kB      2 problems",
      "",
    ]);
  });

  test("tells a problem of several functions once", () => {
    assert.deepEqual(
      allProblems(verification).map(({ path }) => path),
      ["base", "a"],
    );
  });

  test("is JSON for programs", () => {
    const json = JSON.parse(verificationJson(verification));
    assert.equal(json.ok, false);
    assert.deepEqual(json.functions[0].tags, report.tagReports);
    assert.deepEqual(json.functions[0].problems, report.problems);
    assert.equal(JSON.parse(verificationJson({ ...verification, functions: [] })).ok, true);
  });
});

describe("progress", () => {
  test("is one line on a terminal, and seldom a line in a log", async () => {
    const told = async (isTTY: boolean) => {
      let text = "";
      const write = (more: string) => {
        text += more;
      };
      const progress = openProgress("verified", 300, { write, isTTY });
      progress.at(1);
      progress.at(2);
      await new Promise((resolve) => setTimeout(resolve, 60));
      progress.at(299);
      progress.end();
      return text;
    };
    assert.equal(
      await told(true),
      "\r\x1b[K1 of 300 functions verified\r\x1b[K299 of 300 functions verified\r\x1b[K",
    );
    assert.equal(await told(false), "");
  });
});
