// Owns the tests of build contexts: the same bytes everywhere, and written only when something that counts has changed.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { readCatalog, writeContexts } from "../../../catalog/index.ts";
import {
  describeTree,
  type Files,
  functionFiles,
  functionSource,
  goodFiles,
  makeBundledProject,
  makeExecutable,
  writeFiles,
} from "./tree.ts";

const contexts = ".cache/contexts";
const ownRecipe =
  'FROM scratch AS function\nCOPY app/program /program\nUSER 65532\nENTRYPOINT ["/program"]\n';
const own: Files = {
  ...functionFiles("own"),
  "functions/own/index.ts": null,
  "functions/own/Dockerfile": ownRecipe,
  "functions/own/program": "#!/bin/sh\n",
  "functions/own/src/a.go": "package main\n",
};

describe("contexts are the same", () => {
  test("in another folder, with another umask, in another order, at another time", async () => {
    const one = makeBundledProject(own);
    const old = process.umask(0o077);
    try {
      const two = makeBundledProject(reversed({ ...goodFiles, ...own }));
      for (const root of [one, two]) makeExecutable(root, "functions/own/program");
      for (const path of readdirSync(join(two, "functions/good")))
        utimesSync(join(two, "functions/good", path), 1, 1);
      const results = [await write(one)];
      process.umask(0o002);
      results.push(await write(two));
      assert.deepEqual(results[0], results[1]);
      assert.deepEqual(describeTree(join(one, contexts)), describeTree(join(two, contexts)));
    } finally {
      process.umask(old);
    }
  });

  test("with fixed modes, no ignore files, and what ships of a function with its own recipe", async () => {
    const root = makeBundledProject(own);
    makeExecutable(root, "functions/own/program");
    await write(root);
    const modes = describeTree(join(root, contexts)).map((line) => line.split(" ").slice(0, 2).join(" "));
    assert.deepEqual(modes, [
      "good 40755",
      "good/app 40755",
      "good/app/LICENSES 100644",
      "good/app/function.cjs 100644",
      "good/app/js-yaml.cjs 100644",
      "good/app/start.cjs 100644",
      "good/check 40755",
      "good/check/plan.json 100644",
      "good/check/run.cjs 100644",
      "own 40755",
      "own/app 40755",
      "own/app/program 100755",
      "own/app/src 40755",
      "own/app/src/a.go 100644",
      "own/check 40755",
      "own/check/plan.json 100644",
      "own/check/run.cjs 100644",
    ]);
  });

  test("with the texts of the cases in the check's plan", async () => {
    const config = "kind: ConfigMap # \u00fc\r\n";
    const root = makeBundledProject({ "functions/good/cases/basic/functionConfig.yaml": config });
    await write(root);
    const plan = JSON.parse(readFileSync(join(root, contexts, "good/check/plan.json"), "utf8"));
    const names = ["expected.yaml", "functionConfig.yaml", "input.yaml"];
    const texts = names.map((name) => [
      name,
      readFileSync(join(root, "functions/good/cases/basic", name), "utf8"),
    ]);
    assert.deepEqual(plan.cases, { basic: Object.fromEntries(texts) });
  });

  test("without a path of this machine", async () => {
    const root = makeBundledProject();
    await write(root);
    for (const file of [
      "app/start.cjs",
      "app/function.cjs",
      "app/LICENSES",
      "check/run.cjs",
      "check/plan.json",
    ]) {
      const text = readFileSync(join(root, contexts, "good", file), "utf8");
      for (const path of [root, process.cwd(), "functions/good/index.ts"])
        assert.ok(!text.includes(path), `${file}: ${path}`);
    }
  });
});

describe("what changes a context", () => {
  const changes: Readonly<Record<string, readonly [Files, string]>> = {
    "a comment": [
      { "functions/good/index.ts": functionSource("export default pass;", "Owns something else.") },
      "",
    ],
    "a README": [{ "functions/good/README.md": "# better\n" }, ""],
    "a keyword": [
      {
        "functions/good/function.yaml":
          "description: Passes everything on.\nversion: v1.2.3\nkeywords: [a]\n",
      },
      "",
    ],
    "a case": [{ "functions/good/cases/basic/expected.yaml": "a: 1\n" }, "check"],
    "whether it is idempotent": [
      {
        "functions/good/function.yaml":
          "description: Passes everything on.\nversion: v1.2.3\nidempotent: false\n",
      },
      "check",
    ],
    "the code": [{ "functions/good/index.ts": functionSource("pass.x = 1; export default pass;") }, "app"],
    "the version": [
      { "functions/good/function.yaml": "description: Passes everything on.\nversion: v1.2.4\n" },
      "app",
    ],
  };
  for (const [title, [files, expected]] of Object.entries(changes)) {
    test(`${title}: ${expected || "nothing"}`, async () => {
      const root = makeBundledProject();
      const [before] = await write(root);
      const time = statSync(join(root, contexts, "good/app/function.cjs")).mtimeMs;
      writeFiles(root, files);
      const [after] = await write(root);
      assert.ok(before && after);
      assert.equal(after.appDigest !== before.appDigest, expected === "app");
      assert.equal(after.checkDigest !== before.checkDigest, expected === "check");
      assert.equal(after.written, expected !== "");
      // BuildKit looks at size and time only: another content of the same size must have another time.
      assert.equal(
        statSync(join(root, contexts, "good/app/function.cjs")).mtimeMs !== time,
        expected === "app",
      );
    });
  }

  test("nothing: then nothing is written", async () => {
    const root = makeBundledProject(own);
    await write(root);
    const before = inodes(join(root, contexts));
    assert.deepEqual(
      (await write(root)).map(({ written }) => written),
      [false, false],
    );
    assert.deepEqual(inodes(join(root, contexts)), before);
  });

  const harms: Readonly<Record<string, (folder: string) => void>> = {
    "a file too many": (folder) => writeFileSync(join(folder, "app/more"), "x"),
    "a missing file": (folder) => rmSync(join(folder, "app/LICENSES")),
    "another content": (folder) => writeFileSync(join(folder, "app/function.cjs"), "x"),
    "another mode": (folder) => makeExecutable(folder, "app/function.cjs"),
  };
  for (const [title, harm] of Object.entries(harms)) {
    test(`${title} in it is mended`, async () => {
      const root = makeBundledProject();
      await write(root);
      const before = describeTree(join(root, contexts));
      harm(join(root, contexts, "good"));
      assert.equal((await write(root))[0]?.written, true);
      assert.deepEqual(describeTree(join(root, contexts)), before);
    });
  }

  test("another folder has contexts of its own, and both stay", async () => {
    const root = makeBundledProject();
    await write(root);
    const before = describeTree(join(root, contexts));
    const [dev] = await writeContexts(root, await readCatalog(root, { version: "dev" }), "dev/contexts");
    assert.equal(dev?.path, "dev/contexts/good");
    assert.match(readFileSync(join(root, "dev/contexts/good/app/function.cjs"), "utf8"), /version:"dev"/);
    assert.deepEqual(describeTree(join(root, contexts)), before);
  });

  test("contexts of removed functions and of interrupted runs go, other folders stay", async () => {
    const root = makeBundledProject(functionFiles("other"));
    await write(root);
    writeFiles(root, { "functions/other": null });
    for (const name of [".999999999-new-good", `.${process.pid}-new-x`, "mine"])
      mkdirSync(join(root, contexts, name));
    await write(root);
    assert.deepEqual(readdirSync(join(root, contexts)).sort(), [`.${process.pid}-new-x`, "good", "mine"]);
  });
});

async function write(root: string) {
  return writeContexts(root, await readCatalog(root), contexts);
}

/** The same files, written in the opposite order. */
function reversed(files: Files): Files {
  return Object.fromEntries(Object.entries(files).reverse());
}

function inodes(root: string): readonly string[] {
  const paths = readdirSync(root, { recursive: true }) as string[];
  return paths.map(
    (path) => `${path} ${statSync(join(root, path)).ino} ${statSync(join(root, path)).ctimeMs}`,
  );
}
