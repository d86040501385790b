// Owns the tests of keeping bundles: taken where nothing changed, made anew where anything that goes into one did.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { openKeptBundles } from "../../../catalog/context/kept-bundles.ts";
import { readCatalog, writeContexts } from "../../../catalog/index.ts";
import { type Files, functionFiles, functionSource, makeBundledProject, writeFiles } from "./tree.ts";

const contexts = ".cache/stacks/dev/contexts";
const mark = "// kept";

async function write(root: string): Promise<string> {
  await writeContexts(root, await readCatalog(root), contexts);
  return readFileSync(join(root, contexts, "good/app/function.cjs"), "utf8");
}

/** A project whose bundle of `good` is kept with a mark, so that one that is made anew can be told. */
async function markedProject(files: Files = {}): Promise<string> {
  const root = makeBundledProject(files);
  const folder = join(root, ".cache/stacks/dev/bundles");
  const code = `${await write(root)}${mark}`;
  const entry = JSON.parse(readFileSync(join(folder, "good.json"), "utf8"));
  const hash = createHash("sha256").update(code).digest("hex");
  writeFileSync(join(folder, "good.cjs"), code);
  writeFileSync(join(folder, "good.json"), JSON.stringify({ ...entry, code: hash }));
  return root;
}

describe("a kept bundle", () => {
  const helper: Files = {
    "functions/good/index.ts": functionSource(
      'import { mark } from "./mark.ts";\npass.mark = mark;\nexport default pass;',
    ),
    "functions/good/mark.ts": "export const mark = 1;\n",
  };

  test("is taken where nothing changed, at whatever time the files were written", async () => {
    const root = await markedProject(helper);
    utimesSync(join(root, "functions/good/mark.ts"), 1, 1);
    writeFiles(root, {
      "functions/good/README.md": "# another\n",
      "functions/good/cases/basic/input.yaml": "a: 1\n",
    });
    assert.ok((await write(root)).endsWith(mark));
  });

  const changes: Readonly<Record<string, Files>> = {
    "the function": { "functions/good/index.ts": functionSource("pass.other = 1;\nexport default pass;") },
    "a file that it imports": { "functions/good/mark.ts": "export const mark = 2;\n" },
    "its declaration": { "functions/good/function.yaml": "description: Another one.\nversion: v1.2.3\n" },
    "its version": {
      "functions/good/function.yaml": "description: Passes everything on.\nversion: v1.2.4\n",
    },
    "the packages": { "package-lock.json": "{}\n" },
    "the kept code": { ".cache/stacks/dev/bundles/good.cjs": "half" },
    "what is known of it": { ".cache/stacks/dev/bundles/good.json": '{"recipe":' },
  };
  for (const [what, files] of Object.entries(changes)) {
    test(`is made anew after a change of ${what}`, async () => {
      const root = await markedProject({ ...helper, "package-lock.json": '{"a":1}\n' });
      writeFiles(root, files);
      const code = await write(root);
      assert.ok(!code.endsWith(mark));
      const clean = makeBundledProject({ ...helper, ...files });
      assert.equal(code, await write(clean), "as in a clean checkout");
    });
  }

  test("is made anew after a change of the SDK", async () => {
    const root = await markedProject();
    const changed: Files = {
      sdk: null,
      "sdk/index.ts": "export const command = () => ({ evaluate: 1, main: 2 });\n",
      "sdk/start.ts": "export {};\n",
    };
    writeFiles(root, changed);
    assert.ok(!(await write(root)).endsWith(mark));
  });

  test("is made anew where a source was saved while it was made", () => {
    const root = makeBundledProject(helper);
    const path = "functions/good/mark.ts";
    const open = () => openKeptBundles(root, join(root, "bundles"));
    const kept = open();
    kept.note(path, readFileSync(join(root, path)));
    writeFiles(root, { [path]: "export const mark = 2;\n" });
    kept.keep("good", { code: Buffer.from("1"), inputs: [path] }, { recipe: "r", sources: [path] });
    assert.equal(open().find("good", "r"), undefined);
    writeFiles(root, helper);
    assert.deepEqual(open().find("good", "r")?.inputs, [path], "as it was read");
  });

  test("of another function stays", async () => {
    const root = await markedProject(functionFiles("other"));
    writeFiles(root, { "functions/other/index.ts": functionSource("pass.other = 1;\nexport default pass;") });
    assert.ok((await write(root)).endsWith(mark));
  });
});
