// Owns the rules of `npm run bench -- functions`: what functions are timed on, its options, its table.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { readList } from "../../catalog/check/resource-list.ts";
import { measure } from "../../tools/bench/measure.ts";
import { readOptions } from "../../tools/bench/options.ts";
import { readMeasured } from "../../tools/bench/programs.ts";
import { benchResource } from "../../tools/bench/resources.ts";
import { renderTimes } from "../../tools/bench/table.ts";
import { workloadOf } from "../../tools/bench/workload.ts";

const root = mkdtempSync(join(tmpdir(), "bench-"));
after(() => rmSync(root, { recursive: true, force: true }));

function writeCase(name: string, input: string, functionConfig: string): void {
  const folder = join(root, "functions", "some", "cases", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "input.yaml"), input);
  writeFileSync(join(folder, "functionConfig.yaml"), functionConfig);
}

describe("the resources", () => {
  test("are about 700 bytes each", () => {
    const sizes = [0, 1, 2].map((index) => benchResource(index).length);
    const mean = sizes.reduce((sum, size) => sum + size, 0) / 3;
    assert.ok(mean > 650 && mean < 750, `must be about 700 bytes, not ${mean}`);
  });
});

describe("the workload", () => {
  const fn = { folder: "functions/some", cases: ["few", "many"] };
  writeCase("few", "kind: Own\n", "data: few\n");
  writeCase("many", "kind: Own\n", "data: many\n");
  const replace = (input: string, by: string) => ({
    output: input.replaceAll("kind: Service", by),
    stderr: "",
    exitCode: 0,
  });

  test("is as many resources as asked for, the case's own ones first", async () => {
    const { input } = await workloadOf(root, fn, undefined);
    const { documents } = readList(input(12));
    assert.equal(documents.length, 12);
    assert.equal(documents[0], "kind: Own\n");
    assert.match(documents[11] ?? "", /^kind: (Deployment|Service|ConfigMap)$/m);
  });

  test("takes the case by which the function changes most", async () => {
    const evaluate = (input: string) =>
      replace(input, input.includes("data: many") ? "kind: Other" : "kind: Service");
    assert.equal((await workloadOf(root, fn, evaluate)).case, "many");
  });

  test("takes the case `application` where that changes anything", async () => {
    writeCase("application", "kind: Own\n", "data: usual\n");
    const withUsual = { ...fn, cases: ["application", ...fn.cases] };
    assert.equal(
      (await workloadOf(root, withUsual, (input) => replace(input, "kind: Other"))).case,
      "application",
    );
    const none = (input: string) => replace(input, input.includes("many") ? "kind: Other" : "kind: Service");
    assert.equal((await workloadOf(root, withUsual, none)).case, "many");
  });
});

describe("the measurement", () => {
  const input = "input.txt";
  writeFileSync(join(root, input), "x".repeat(100_000));

  test("runs each target in turn with the reference, and tells its time and memory", async () => {
    const script =
      "let n=0;process.stdin.on('data',(c)=>{n+=c.length}).on('end',()=>{process.exit(n===100000?0:1)})";
    const target = { command: [process.execPath, "-e", script], input };
    const [one] = await measure(
      { runs: 1, reference: [process.execPath, "-e", "0"], targets: [target] },
      root,
    );
    assert.ok((one?.milliseconds ?? 0) > 1 && (one?.reference ?? 0) > 1);
    assert.ok((one?.peak ?? 0) > 10_000_000, `a Node.js takes more than ${one?.peak} bytes`);
  });

  test("fails with what a target says", async () => {
    const target = { command: [process.execPath, "-e", "throw new Error('too bad')"], input };
    const reference = [process.execPath, "-e", "0"];
    await assert.rejects(
      measure({ runs: 1, reference, targets: [target] }, root),
      /ended with 1: .*too bad/s,
    );
  });

  test("is found in a build's log", () => {
    const log = '#5 0.1 x\n#5 2.3 measured: [{"milliseconds":1,"reference":2,"peak":3}]\n#5 DONE\n';
    assert.deepEqual(readMeasured(log), [{ milliseconds: 1, reference: 2, peak: 3 }]);
    assert.equal(readMeasured("#5 DONE\n"), undefined);
  });
});

describe("the options", () => {
  test("have defaults, and sizes in order", () => {
    const usual = { names: [], sizes: [10, 1000, 5000], runs: 5, json: false, image: true };
    assert.deepEqual(readOptions([]), usual);
    const some = readOptions(["set-labels", "--sizes=20,3", "--runs=9", "--json", "--no-image"]);
    assert.deepEqual(some, { names: ["set-labels"], sizes: [3, 20], runs: 9, json: true, image: false });
  });

  test("tell all that cannot be used", () => {
    assert.throws(
      () => readOptions(["--sizes=a", "--fast"]),
      /--sizes: must be .*"a".*\n.*must not get "--fast"/,
    );
  });
});

describe("the table", () => {
  const measured = { milliseconds: 90, reference: 60, peak: 50 << 20 };

  test("has outside and image side by side, and a line for what there is not", () => {
    const table = renderTimes(
      [
        { name: "one", case: "", outside: [measured], image: "there is none" },
        { name: "two", case: "", outside: [measured], image: [{ ...measured, milliseconds: 120 }] },
      ],
      [10],
    );
    const [head, one, two] = table.split("\n").map((line) => line.trim().split(/ {2,}/));
    assert.deepEqual(head, ["function", "outside: 10", "x bare", "MiB", "image: 10", "x bare", "MiB"]);
    assert.deepEqual(one, ["one", "90", "1.50", "50", "-", "-", "-"]);
    assert.deepEqual(two, ["two", "90", "1.50", "50", "120", "2.00", "50"]);
    assert.match(table, /^Not measured in the image, because there is none: one$/m);
  });

  test("leaves out the images where they were not asked for", () => {
    const table = renderTimes([{ name: "one", case: "", outside: [measured], image: undefined }], [10]);
    assert.doesNotMatch(table, /image/);
  });
});
