// Owns the tests of bundling: the licences that go along, and what is wrong with the sources of functions.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { Problems, readCatalog, writeContexts } from "../../../catalog/index.ts";
import { type Files, functionFiles, functionSource, makeBundledProject, writeFiles } from "./tree.ts";

const contexts = ".cache/contexts";

describe("licences", () => {
  test("of the project and every package in the bundle", async () => {
    const root = makeBundledProject();
    const [context] = await write(root);
    assert.equal(context?.licences, "Apache-2.0 AND MIT");
    const text = readFileSync(join(root, contexts, "good/app/LICENSES"), "utf8");
    assert.match(text, /\n\nThis project: Apache-2.0\n\nApache License\n/);
    assert.match(text, /\njs-yaml \d+\.\d+\.\d+: MIT\n\n\(The MIT License\)\n/);
  });

  test("of the project alone where it has no packages", async () => {
    const root = makeBundledProject();
    writeFiles(root, {
      sdk: null,
      "sdk/index.ts": "export const command = () => ({ evaluate: 1, main: 2 });\n",
      "sdk/start.ts": "export {};\n",
    });
    const [context] = await write(root);
    assert.equal(context?.licences, "Apache-2.0");
    const text = readFileSync(join(root, contexts, "good/app/LICENSES"), "utf8");
    assert.match(text, /^No third-party packages are in this program.\n/);
  });
});

describe("errors of all bundles at once", () => {
  const files: Files = {
    ...functionFiles("syntax"),
    ...functionFiles("no-default"),
    ...functionFiles("imports"),
    "functions/syntax/index.ts": "export default function pass() {\n  return (;\n}\n",
    "functions/no-default/index.ts": "export const pass = 1;\n",
    "functions/imports/index.ts":
      'import a from "@no/such/package";\nimport "./missing.ts";\nexport default a;\n',
  };

  test("with file, line and column", async () => {
    const message = [
      "The functions cannot be bundled:",
      '  functions/imports/index.ts:1:15: must compile: Could not resolve "@no/such/package", at "import a from "@no/such/package";"; run `npm install @no/such`',
      '  functions/imports/index.ts:2:8: must compile: Could not resolve "./missing.ts", at "import "./missing.ts";"',
      "  functions/no-default/index.ts: must have a default export: the function's transform; write `export default transform`",
      '  functions/syntax/index.ts:2:11: must compile: Unexpected ";", at "return (;"',
    ].join("\n");
    const root = makeBundledProject(files);
    await assert.rejects(write(root), (error) => error instanceof Problems && error.message === message);
    assert.ok(!existsSync(join(root, contexts)), "no context is written");
  });

  test("what a function may not import", async () => {
    const root = makeBundledProject({
      ...functionFiles("thief"),
      "functions/thief/index.ts": 'export { default } from "../good/index.ts";\n',
      "functions/good/index.ts": functionSource("pass.x = 1;\nexport default pass;"),
    });
    const message = [
      "The functions cannot be bundled:",
      '  functions/thief: must import only the SDK, its own files and packages, not "functions/good/index.ts"; copy what it needs, or move it to sdk/',
    ].join("\n");
    await assert.rejects(write(root), { message });
  });
});

async function write(root: string) {
  return writeContexts(root, await readCatalog(root), contexts);
}
