// Owns the tests of what is told of a failed build.
import assert from "node:assert/strict";
import { test } from "node:test";
import { failedSteps } from "../../../infra/builder/records.ts";

const log = `#5 [internal] load build context
#5 DONE 0.0s
#8 [linux/amd64 check 1/2] RUN node /check/run.cjs
#9 [linux/arm64 check 1/2] RUN node /check/run.cjs
#8 0.310 3 cases passed on linux/amd64, each twice
#9 1.701 functions/demo/cases/a/expected.yaml (linux/arm64): the output must be as expected
#9 1.701   --- expected
#9 1.701   +++ actual
#9 1.701
#8 CANCELED
#9 1.802 1 of 3 cases failed on linux/arm64: a
#9 ERROR: process "node /check/run.cjs" did not complete successfully: exit code: 1
------
 > [linux/arm64 check 1/2] RUN node /check/run.cjs:
1.802 1 of 3 cases failed on linux/arm64: a
------
`;

test("a failed step's lines, without numbers and times; nothing of the others", () => {
  const lines = failedSteps(log).split("\n");
  assert.deepEqual(lines, [
    "functions/demo/cases/a/expected.yaml (linux/arm64): the output must be as expected",
    "  --- expected",
    "  +++ actual",
    "",
    "1 of 3 cases failed on linux/arm64: a",
  ]);
});

test("nothing where no step failed", () => {
  assert.equal(failedSteps(log.replace(/#9 ERROR.*\n/, "#9 DONE 2.0s\n")), "");
});
