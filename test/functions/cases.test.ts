// Owns running every case of every function directly, twice each, through the bundle that would ship.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { casesOf, loadFunctions, readCatalog } from "../../catalog/index.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const functions = await readCatalog(root);
const cases = casesOf(await loadFunctions(root, functions));

before(() => assert.notEqual(cases.length, 0, "there must be cases to run"));

for (const { name } of functions) {
  describe(name, () => {
    for (const one of cases.filter((found) => found.function === name)) {
      test(one.name, async () => {
        const failed = await one.run();
        if (failed !== undefined) assert.fail(failed);
      });
    }
  });
}
