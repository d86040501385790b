// Owns the tests of a preview's report, on logs that the engine wrote.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { Problems } from "../../../catalog/problems.ts";
import { renderMarkdown, reportPreview } from "../../../tools/report/release/index.ts";
import { readEngineLog } from "../../../tools/stack/engine-log.ts";
import { assertText } from "./golden.ts";

const recorded = (name: string) =>
  readFileSync(join(import.meta.dirname, "..", "..", "fixtures", "engine", `${name}.jsonl`), "utf8");
const report = (text: string) => reportPreview("dev", readEngineLog(text, "events.jsonl"));

describe("the report of a preview", () => {
  for (const name of ["changes", "failcase", "failprog", "foreign", "nothing"])
    test(`of the run "${name}" is as recorded`, () =>
      assertText(`preview-${name}.md`, renderMarkdown(report(recorded(name)))));

  test("tells the digest of a new function and of a changed one, and leaves a function out whose check ran again", () => {
    const { functions, unchanged, succeeded } = report(recorded("changes"));
    assert.equal(succeeded, true);
    assert.equal(unchanged, 2);
    const told = functions.map(({ name, change, digest }) => [name, change, digest?.slice(7, 13)]);
    assert.deepEqual(told, [
      ["list-setters", "removed", "20f46b"],
      ["set-image", "changed", "a96e4b"],
      ["set-owner", "new", "c4d6f1"],
    ]);
  });

  test("of a failed one has the errors, and no digest for what was not built", () => {
    const { succeeded, errors, functions, unchanged } = report(recorded("failcase"));
    assert.equal(succeeded, false);
    assert.equal(unchanged, undefined);
    assert.match(errors[0] ?? "", /^set-image: its build failed:\nfunctions\/set-image\/cases\//);
    assert.equal(functions.find(({ name }) => name === "set-image")?.digest, undefined);
    assert.match(functions.find(({ name }) => name === "set-owner")?.digest ?? "", /^sha256:c4d6f1/);
  });

  test("names every other resource with its operation", () => {
    assert.deepEqual(report(recorded("foreign")).others, [
      { op: "create", urn: "urn:pulumi:dev::krm-functions::krm-functions:index:Cluster::other" },
      { op: "create", urn: "urn:pulumi:dev::krm-functions::docker-build:index:Index::other" },
    ]);
    assert.deepEqual(report(recorded("changes")).others, []);
  });

  test("of a run that was killed is that of a failed one", () => {
    const lines = recorded("changes").split("\n");
    const cut = `${lines.slice(0, 20).join("\n")}\n${lines[20]?.slice(0, 50)}`;
    assert.equal(report(cut).succeeded, false);
    assert.equal(report(cut).unchanged, undefined);
  });

  test("needs a log", () => {
    for (const text of ["", "no log\nat all", "null\n", `${recorded("nothing").split("\n")[0]}\n{\n{}\n`])
      assert.throws(() => report(text), Problems, JSON.stringify(text.slice(0, 20)));
  });
});
