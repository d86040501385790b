// Owns the tests of what is told of a build that failed for the builder's sake.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatProblem } from "../../../catalog/problems.ts";
import { buildProblem } from "../../../infra/builder/build-problem.ts";

const told = (...errors: readonly string[]) => {
  const problem = buildProblem(errors);
  return problem && formatProblem(problem);
};

for (const reason of [
  "failed to receive status: rpc error: code = Unavailable desc = error reading from server: EOF",
  "failed to solve: Unavailable: error reading from server: EOF",
  "failed to list workers: Unavailable: connection error: dial unix /run/x/buildkitd.sock: connect: connection refused",
]) {
  test(`a builder that went away: ${reason}`, () => {
    assert.equal(
      told("first", reason),
      `builder krm-functions: must answer until the build ends, but: ${reason}; run \`npm start\`, which starts it again where it is this machine's, and goes on`,
    );
  });
}

test("a full disk is told as one, also where it made the builder end", () => {
  const full = "failed to solve: write /data/x: no space left on device";
  assert.match(
    told("rpc error: code = Unavailable", full) ?? "",
    /^builder krm-functions: must have disk space left, but: failed to solve: .* device; free some on its machine/,
  );
});

test("a long reason is cut", () => {
  assert.ok((told(`code = Unavailable ${"x".repeat(5000)}`) ?? "").length < 500);
});

test("a failing case is none of the builder's", () => {
  assert.equal(
    told('failed to solve: process "/nodejs/bin/node" did not complete successfully: exit code: 1'),
    undefined,
  );
});
