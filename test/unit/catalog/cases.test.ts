// Owns the tests of what a case demands of a function, and of what a failing one tells.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readCase } from "../../../catalog/check/case.ts";
import { type CaseFailure, type Outcome, runCase } from "../../../catalog/check/cases.ts";
import { formatFailure } from "../../../catalog/check/report.ts";
import { updateCase } from "../../../catalog/check/update.ts";
import { describeTree, type Files, makeProject } from "./tree.ts";

const folder = "functions/good/cases/basic";
const ran = { name: "good", platform: "linux/arm64" };

type Pass = (input: string, nth: number) => Partial<Outcome>;

const pass: Pass = (output) => ({ output });
const rename: Pass = (input) => ({ output: input.replace("shop", "store") });
const grow: Pass = (input) => ({ output: input.replace("shop", "shop-x") });
const fail: Pass = () => ({ exitCode: 1, stderr: "[error]: broken\n" });
const tell: Pass = (input) => ({ output: `${input}results:\n- severity: info\n  message: m\n` });

const named = (name: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name} # stays\n`;
const expected = (text: string | null): Files => ({ [`${folder}/expected.yaml`]: text });
const file = (name: string, text: string | null): Files => ({ [`${folder}/${name}`]: text });

describe("a case that passes", () => {
  const passing: Readonly<Record<string, readonly [Pass, Files, boolean?]>> = {
    "its output is as expected": [rename, expected(named("store"))],
    "its markers are written otherwise": [pass, expected(`---\r\n${named("shop").replaceAll("\n", "\r\n")}`)],
    "its results are as expected, in another order": [
      tell,
      file("results.yaml", "- {message: m, severity: info}\n"),
    ],
    "its error is as expected": [fail, { ...expected(null), ...file("error.txt", "[error]: broken\n\n") }],
    "it need not be idempotent": [grow, expected(named("shop-x")), false],
    "it is a whole list, and the second run gets no results of the first": [
      (input) => (input.includes("results") ? { exitCode: 1 } : tell(input, 0)),
      {
        ...file("input.yaml", "kind: ResourceList\nitems: []\n"),
        ...expected("kind: ResourceList\nitems: []\nresults:\n- severity: info\n  message: m\n"),
      },
    ],
  };
  for (const [title, [run, files, idempotent]] of Object.entries(passing)) {
    test(title, async () => assert.deepEqual(await failuresOf(run, files, idempotent), []));
  }

  test("runs twice, with its functionConfig both times", async () => {
    const inputs: string[] = [];
    const config = file("functionConfig.yaml", "# c\nkind: ConfigMap\n");
    await failuresOf((input) => ({ output: inputs[inputs.push(input) - 1] ?? "" }), config);
    assert.equal(inputs.length, 2);
    assert.equal(inputs[0], inputs[1]);
    assert.match(inputs[0] ?? "", /functionConfig:\n {2}# c\n {2}kind: ConfigMap\n$/);
  });
});

describe("a case that fails", () => {
  const head = `${folder}/`;
  const failing: Readonly<Record<string, readonly [Pass, Files, string, boolean?]>> = {
    "its output differs": [
      rename,
      {},
      `${head}expected.yaml (linux/arm64): the output must be as expected
  --- expected
  +++ actual
  @@ -1,4 +1,4 @@
   apiVersion: v1
   kind: Service
   metadata:
  -  name: shop # stays
  +  name: store # stays`,
    ],
    "its results differ": [
      tell,
      {},
      `${head}results.yaml (linux/arm64): the results must be as expected
  --- expected
  +++ actual
  @@ -1,1 +1,2 @@
  -[]
  +- message: m
  +  severity: info`,
    ],
    "its error differs": [
      fail,
      file("error.txt", "other\n"),
      `${head}error.txt (linux/arm64): standard error must be as expected
  --- expected
  +++ actual
  @@ -1,1 +1,1 @@
  -other
  +[error]: broken`,
    ],
    "it fails and should not": [
      fail,
      {},
      `functions/good/cases/basic (linux/arm64): the exit code must be "0", not "1"\n  [error]: broken`,
    ],
    "it passes and should not": [
      pass,
      file("error.txt", "x\n"),
      `${head}error.txt (linux/arm64): the exit code must be "1", not "0"`,
    ],
    "its exit code is of a crash": [
      () => ({ exitCode: 70, stderr: "bug" }),
      file("error.txt", "x\n"),
      `${head}error.txt (linux/arm64): the exit code must be "1", not "70"\n  bug`,
    ],
    "a second run changes more": [
      grow,
      expected(named("shop-x")),
      `functions/good/cases/basic (linux/arm64): a second run, on the first one's output, must change nothing (or function.yaml say \`idempotent: false\`)
  --- expected
  +++ actual
  @@ -1,4 +1,4 @@
   apiVersion: v1
   kind: Service
   metadata:
  -  name: shop-x # stays
  +  name: shop-x-x # stays`,
    ],
    "a second run fails": [
      (output, nth) => (nth === 1 ? { output } : { exitCode: 1, stderr: "no more" }),
      {},
      `functions/good/cases/basic (linux/arm64): the exit code of the second run, on the first one's output, must be "0", not "1"\n  no more`,
    ],
    "it gives something else each time": [
      (input, nth) => ({ output: input.replace("shop", "shop-x"), stderr: `${nth}` }),
      expected(named("shop-x")),
      `functions/good/cases/basic (linux/arm64): a second run on the same input must give the same
  --- expected
  +++ actual
  @@ -5,4 +5,4 @@
     kind: Service
     metadata:
       name: shop-x # stays
  -1exit code 0
  +2exit code 0`,
      false,
    ],
  };
  for (const [title, [run, files, text, idempotent]] of Object.entries(failing)) {
    test(title, async () => {
      const failures = await failuresOf(run, files, idempotent);
      assert.equal(failures.map((failure) => formatFailure(failure, ran)).join("\n"), text);
    });
  }

  test("its files are not what they should be: all of them, and the function does not run", async () => {
    const files = {
      ...file("input.yaml", "%YAML 1.2\n---\na: 1\n"),
      ...file("expected.yaml", "a: 1\n---\n%TAG ! x\n"),
      ...file("results.yaml", "[\n"),
    };
    const failures = await failuresOf(() => assert.fail("must not run"), files);
    const directive = "must not be a directive, since resources become items of a list";
    assert.deepEqual(
      failures.map((failure) => formatFailure(failure, ran).split(" (")[0]),
      ["input.yaml", "expected.yaml", "results.yaml"].map((name) => `${head}${name}`),
    );
    assert.equal(failures[0]?.must, `line 1 ${directive}, not "%YAML 1.2"`);
    assert.equal(failures[1]?.must, `line 3 ${directive}, not "%TAG ! x"`);
    assert.match(failures[2]?.must ?? "", /^must be YAML: unexpected end/);
    const [map] = await failuresOf(tell, file("results.yaml", "message: m\n"));
    assert.deepEqual(map, { case: "basic", file: "results.yaml", must: "must be a list of results" });
  });

  test("its output is no list, or the function throws", async () => {
    const must = "the output must be a ResourceList";
    const [none] = await failuresOf(() => ({ output: "a: 1\n" }), {});
    assert.deepEqual(none, { case: "basic", must, detail: "  a: 1" });
    const [broken] = await failuresOf(() => ({ output: "[" }), {});
    assert.match(broken?.must ?? "", /^the output must be a ResourceList: .*flow/);
    const [thrown] = await failuresOf(() => {
      throw new Error("a bug");
    }, {});
    assert.equal(thrown?.must, "must run");
    assert.match(thrown?.detail ?? "", /Error: a bug/);
  });
});

describe("an update", () => {
  test("writes what is expected anew, and then has nothing to write", async () => {
    const { root, one } = caseIn({ ...expected(null), ...file("error.txt", "old") });
    assert.deepEqual(await update(root, one, tell), ["expected.yaml", "results.yaml", "error.txt"]);
    const again = readCase(`${root}/${folder}`, "basic");
    assert.deepEqual(await runCase(again, (input) => complete(tell(input, 1)), true), []);
    const before = describeTree(root);
    assert.deepEqual(await update(root, again, tell), []);
    assert.deepEqual(describeTree(root), before);
  });

  test("of a case with an error writes that", async () => {
    const { root, one } = caseIn(expected(null));
    assert.deepEqual(await update(root, one, fail), ["error.txt"]);
    assert.deepEqual(
      await runCase(readCase(`${root}/${folder}`, "basic"), (input) => complete(fail(input, 1)), true),
      [],
    );
  });

  test("mends what it writes, and refuses an input that cannot be read", async () => {
    const mended = caseIn({ ...file("results.yaml", "["), ...file("expected.yaml", "%YAML 1.2\n") });
    assert.deepEqual(await update(mended.root, mended.one, tell), ["expected.yaml", "results.yaml"]);
    const { root, one } = caseIn(file("input.yaml", "%YAML 1.2\n---\na: 1\n"));
    await assert.rejects(update(root, one, tell), /^Error: input.yaml: line 1 must not be a directive/);
  });

  test("refuses a crash", async () => {
    const { root, one } = caseIn({});
    const message = 'the exit code must be 0 or 1, not "70": bug';
    await assert.rejects(
      update(root, one, () => ({ exitCode: 70, stderr: "bug" })),
      { message },
    );
  });

  const update = (root: string, one: ReturnType<typeof readCase>, run: Pass) =>
    updateCase(`${root}/${folder}`, one, (input) => complete(run(input, 1)));
});

function caseIn(files: Files) {
  const root = makeProject(files);
  return { root, one: readCase(`${root}/${folder}`, "basic") };
}

async function failuresOf(run: Pass, files: Files, idempotent = true): Promise<readonly CaseFailure[]> {
  let nth = 0;
  return runCase(caseIn(files).one, (input) => complete(run(input, ++nth)), idempotent);
}

function complete(outcome: Partial<Outcome>): Outcome {
  return { output: "", stderr: "", exitCode: 0, ...outcome };
}
