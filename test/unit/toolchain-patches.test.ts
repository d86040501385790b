// Owns the tests of patching Go modules before tools are built from them.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { applyPatches, PATCHES } from "../../tools/toolchain/patches.ts";
import { moduleFolder } from "../../tools/toolchain/recipe.ts";
import { temporary } from "./toolchain-fixtures.ts";

const patch = { module: "a.example/m", file: "p/f.go", text: "slow()", replacement: "quick()" };

/** A module that requires a.example/m, which is in a cache where nothing can be written, and a Go that knows where. */
function cached(root: string, source: string) {
  const [folder, dir, into] = ["tools", "cache", "patched"].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [folder, join(dir, "p"), into]) mkdirSync(path, { recursive: true });
  writeFileSync(join(folder, "go.mod"), "module tools\n\nrequire a.example/m v1.0.0\n");
  writeFileSync(join(folder, "go.sum"), "sums\n");
  writeFileSync(join(dir, "go.mod"), "module a.example/m\n");
  writeFileSync(join(dir, "p", "f.go"), source);
  mkdirSync(join(dir, "p", "testdata"));
  writeFileSync(join(dir, "p", "testdata", "big.json"), "{}");
  chmodSync(join(dir, "p", "f.go"), 0o444);
  const asked: string[] = [];
  const go = async (args: readonly string[]) => {
    asked.push(args.join(" "));
    return args[0] === "list" ? `${dir}\n` : "";
  };
  return {
    folder,
    dir,
    into,
    asked,
    apply: (...patches: (typeof patch)[]) => applyPatches(patches, folder, into, go),
  };
}

test("a patch changes a copy that the build reads in the module's place", async (t) => {
  const { folder, dir, into, asked, apply } = cached(temporary(t), "a\nslow()\nb\n");
  assert.deepEqual(await apply(patch), [`-modfile=${join(into, "go.mod")}`]);
  assert.deepEqual(asked, ["mod download a.example/m", "list -m -f={{.Dir}} a.example/m"]);
  assert.equal(readFileSync(join(into, "a.example/m/p/f.go"), "utf8"), "a\nquick()\nb\n");
  assert.equal(readFileSync(join(into, "a.example/m/go.mod"), "utf8"), "module a.example/m\n");
  assert.equal(readFileSync(join(dir, "p/f.go"), "utf8"), "a\nslow()\nb\n");
  assert.deepEqual(readdirSync(join(into, "a.example/m/p")), ["f.go"], "no data of tests");
  const replaced = `\nreplace a.example/m => ${JSON.stringify(join(into, "a.example/m"))}\n`;
  assert.equal(
    readFileSync(join(into, "go.mod"), "utf8"),
    readFileSync(join(folder, "go.mod"), "utf8") + replaced,
  );
  assert.equal(readFileSync(join(into, "go.sum"), "utf8"), "sums\n");
});

test("every patch whose text is not there once is told, with where to change it", async (t) => {
  const { apply } = cached(temporary(t), "slow()\nslow()\n");
  const others = [
    { ...patch, text: "gone()" },
    { ...patch, file: "p/gone.go" },
  ];
  await assert.rejects(
    apply(patch, ...others),
    /a\.example\/m\/p\/f\.go: .*patched once, but has it 0 times: "gone\(\)".*patches\.ts.*\n.*has it 2 times: "slow\(\)".*\n.*p\/gone\.go: .*has it 0 times/,
  );
});

test("without patches Go is asked nothing", async (t) => {
  const { asked, apply } = cached(temporary(t), "");
  assert.deepEqual(await apply(), []);
  assert.deepEqual(asked, []);
});

test("what is patched is a module that the tools require", () => {
  const required = readFileSync(join(moduleFolder("go"), "go.mod"), "utf8");
  for (const { module } of PATCHES.go) assert.ok(required.includes(`\t${module} v`), module);
});
