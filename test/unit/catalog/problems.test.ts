// Owns the tests of how refusals of the file system are told.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { formatProblem, refusalOf } from "../../../catalog/index.ts";

test("a refusal of the file system is told with its path and the cure", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  const told = refusalOf(full, "here");
  assert.ok(told);
  assert.equal(
    formatProblem(told),
    "here: the disk must have space left; free some, then run the command again (ENOSPC: no space left on device, write)",
  );
  assert.equal(refusalOf(Object.assign(full, { path: "/there" }), "here")?.path, "/there");
});

test("other errors are none", () => {
  const socket = Object.assign(new Error("connect EACCES"), { code: "EACCES", syscall: "connect" });
  for (const error of [new Error("a bug"), socket, undefined, "text"])
    assert.equal(refusalOf(error, "here"), undefined);
  assert.throws(
    () => readFileSync("/nowhere/at/all"),
    (error) => refusalOf(error, "here") === undefined,
  );
});
