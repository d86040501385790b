// Owns the tests of gathering what does not hold of one function.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Problems } from "../../../catalog/problems.ts";
import { collect } from "../../../verify/collect.ts";

test("problems of steps side by side come in the order of the steps, whichever are found first", async () => {
  const all = collect("localhost:5000");
  all.refuse("index", "must be there");
  const [first, second] = [all.beside(), all.beside()];
  all.refuse("layers", "must be the same");
  second.refuse("arm64", "must be small", "make it smaller");
  const given = await first.attempt(async () => {
    throw new Problems("Not there:", [{ path: "amd64", must: "must be small" }]);
  });
  assert.equal(given, undefined);
  assert.deepEqual(all.problems, [
    { path: "index", must: "must be there" },
    { path: "amd64", must: "must be small" },
    { path: "arm64", must: "must be small", cure: "make it smaller" },
    { path: "layers", must: "must be the same" },
  ]);
});
