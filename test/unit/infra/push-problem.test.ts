// Owns the tests of what is told of a push that failed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatProblem } from "../../../catalog/problems.ts";
import { pushProblem } from "../../../infra/registry/push-problem.ts";

const told = (error: string) => {
  const problem = pushProblem([error]);
  return problem && formatProblem(problem);
};

test("a registry that cannot be reached is named, with the cure", () => {
  const reason =
    'failed to do request: Head "https://registry.example/v2/": dial tcp: lookup registry.example: no such host';
  assert.equal(
    told(`failed to solve: failed to push registry.example/fn/demo:v1.0.0: ${reason}`),
    `registry.example/fn/demo:v1.0.0: must be taken by its registry, but: ${reason}; see that the builder reaches "registry.example", or set another \`imagePrefix\``,
  );
});

for (const reason of [
  "unexpected status from POST request to https://registry.example/v2/fn/demo/blobs/uploads/: 401 Unauthorized",
  "server message: insufficient_scope: authorization failed",
  "unexpected status from PUT request: 403 Forbidden",
]) {
  test(`a registry that refuses asks for a login: ${reason}`, () => {
    assert.match(
      told(`failed to push registry.example/fn/demo:dev: ${reason}`) ?? "",
      /; run `docker login registry\.example` as a user who may push there$/,
    );
  });
}

for (const [reason, cure] of [
  [
    "unexpected status from HEAD request to https://registry.example/v2/: 429 Too Many Requests",
    /; wait until/,
  ],
  ["toomanyrequests: you have reached your limit", /; wait until the registry takes more requests/],
  [
    "unexpected status from PUT request: 500 Internal Server Error",
    /; see the log and the disk of "registry/,
  ],
  [
    "unknown: some reason of the registry's own",
    /; see the log and the disk of "registry\.example", then run/,
  ],
  [
    'failed to do request: Put "https://registry.example/v2/": EOF',
    /; see that the builder reaches "registry/,
  ],
] as const) {
  test(`a registry that fails is told from one that cannot be reached: ${reason}`, () => {
    assert.match(told(`failed to push registry.example/fn/demo:dev: ${reason}`) ?? "", cure);
  });
}

test("another failure is none of a push", () => {
  assert.equal(told('failed to solve: process "/nodejs/bin/node" did not complete successfully'), undefined);
});
