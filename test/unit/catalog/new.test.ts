// Owns the tests of starting a function: what the template makes works as it is.
import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { casesOf, loadFunctions, newFunction, readCatalog, updateCases } from "../../../catalog/index.ts";
import { makeBundledProject, repository, writeFiles } from "./tree.ts";

describe("a new function", () => {
  test("is valid and passes its own cases, each of which is as an update would write it", async () => {
    const root = projectWithTemplate();
    const files = await newFunction(root, "my-function");
    assert.ok(files.includes("functions/my-function/index.ts"));
    for (const path of files) assert.doesNotMatch(readFileSync(join(root, path), "utf8"), /\bNAME\b/, path);

    const functions = await loadFunctions(root, await readCatalog(root, { only: ["my-function"] }));
    const cases = casesOf(functions);
    assert.ok(cases.length >= 2);
    for (const one of cases) assert.equal(await one.run(), undefined);
    assert.deepEqual(await updateCases(root, functions), []);
  });

  test("gets its expected files from a draft", async () => {
    const root = projectWithTemplate();
    await newFunction(root, "draft");
    writeFiles(root, { "functions/draft/cases/adds-annotations/expected.yaml": null });
    await assert.rejects(readCatalog(root), /must have `expected.yaml` or `error.txt`/);
    const functions = await loadFunctions(
      root,
      await readCatalog(root, { only: ["draft"], draftCases: true }),
    );
    assert.deepEqual(await updateCases(root, functions), [
      "functions/draft/cases/adds-annotations/expected.yaml",
    ]);
    await readCatalog(root);
  });

  const refused: Readonly<Record<string, string>> = {
    "My Function": `functions/My Function: the name of a function must be lower-case letters, digits and single hyphens, 63 at most, with a letter first and no hyphen last, not "My Function"; write "my-function"`,
    "../up": `functions/../up: the name of a function must be lower-case letters, digits and single hyphens, 63 at most, with a letter first and no hyphen last, not "../up"; write "up"`,
    "7": `functions/7: the name of a function must be lower-case letters, digits and single hyphens, 63 at most, with a letter first and no hyphen last, not "7"; write one such as "set-labels"`,
    good: 'functions/good: must not exist yet, but "good" is taken; choose another name',
  };
  for (const [name, line] of Object.entries(refused)) {
    test(`"${name}" is refused`, async () => {
      const root = projectWithTemplate();
      await assert.rejects(newFunction(root, name), { message: `The function cannot be made:\n  ${line}` });
      assert.ok(!existsSync(join(root, ".cache")));
    });
  }

  test("needs the template", async () => {
    const message =
      "The function cannot be made:\n  templates/function: must hold the template of a function; restore it with git";
    await assert.rejects(newFunction(makeBundledProject(), "other"), { message });
  });
});

function projectWithTemplate(): string {
  const root = makeBundledProject();
  cpSync(join(repository, "templates"), join(root, "templates"), { recursive: true });
  return root;
}
