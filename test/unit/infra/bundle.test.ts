// Owns the tests of the program's bundle: made once, made anew where a source changed, never taken half written.
import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import { bundleProgram } from "../../../infra/bundle.mjs";

interface Program {
  readonly folder: string;
  write(path: string, text: string): void;
  /** Bundles it; gives the bundle's file. */
  bundle(): Promise<string>;
  /** What the bundle exports. */
  run(): Promise<unknown>;
}

function program(t: TestContext): Program {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "parts"));
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
  write("index.ts", 'export { part } from "./parts/part.ts";\n');
  write("parts/part.ts", "export const part: number = 1;\n");
  const bundle = () => bundleProgram(folder, "index.ts");
  const require = createRequire(import.meta.url);
  const run = async () => {
    const file = await bundle();
    delete require.cache[file];
    return require(file).part;
  };
  return { folder, write, bundle, run };
}

test("the same sources are bundled once, whatever their times", async (t) => {
  const { bundle, write } = program(t);
  const { ino } = statSync(await bundle());
  write("parts/part.ts", "export const part: number = 1;\n");
  assert.equal(statSync(await bundle()).ino, ino);
});

test("a changed source is in the next bundle, and so is one that was added", async (t) => {
  const { run, write } = program(t);
  assert.equal(await run(), 1);
  write("parts/part.ts", "export const part: number = 2;\n");
  assert.equal(await run(), 2);
  write("parts/other.ts", "export const part: number = 3;\n");
  write("index.ts", 'export { part } from "./parts/other.ts";\n');
  assert.equal(await run(), 3);
});

test("half a bundle, half a record and a bundle of another time are made anew", async (t) => {
  const { folder, run } = program(t);
  for (const name of ["index.cjs", "index.json"]) {
    await run();
    const file = join(folder, ".cache", "program", name);
    truncateSync(file, Math.floor(readFileSync(file).length / 2));
    assert.equal(await run(), 1, name);
  }
  writeFileSync(join(folder, ".cache", "program", "index.cjs"), "exports.part = 4;");
  assert.equal(await run(), 1);
});

test("a bundle that cannot be put in its place leaves nothing beside it", async (t) => {
  const { folder, run } = program(t);
  const kept = join(folder, ".cache", "program");
  mkdirSync(join(kept, "index.cjs"), { recursive: true });
  await assert.rejects(run(), { code: "EISDIR" });
  assert.deepEqual(
    readdirSync(kept).filter((name) => name.includes(String(process.pid))),
    [],
  );
  rmSync(join(kept, "index.cjs"), { recursive: true });
  assert.equal(await run(), 1);
});

test("a module knows its own place, not the bundle's", async (t) => {
  const { folder, run, write } = program(t);
  write("parts/part.ts", "export const part = [import.meta.dirname, import.meta.url];\n");
  const file = join(folder, "parts", "part.ts");
  assert.deepEqual(await run(), [join(folder, "parts"), pathToFileURL(file).href]);
});

test("an error of the sources names its place, and leaves the bundle as it was", async (t) => {
  const { bundle, run, write } = program(t);
  const before = readFileSync(await bundle());
  write("parts/part.ts", "export const part = ;\n");
  await assert.rejects(bundle(), /parts\/part\.ts:1:20: ERROR: Unexpected ";"/);
  write("parts/part.ts", "export const part: number = 1;\n");
  assert.equal(await run(), 1);
  assert.deepEqual(readFileSync(await bundle()), before);
});
