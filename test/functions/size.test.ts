// Owns the bounds on what a function adds to its base: the layers of one platform, compressed as a registry holds them.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { type CatalogFunction, readCatalog, writeContexts } from "../../catalog/index.ts";
import { compileBundle } from "../../tools/bench/programs.ts";

const root = join(import.meta.dirname, "..", "..");
const outDir = `.cache/sizes-${process.pid}`;
const architectures = ["amd64", "arm64"];
/** What a bundle may weigh, V8's compiled code of it not counted. */
const bundleBudget = 150_000;

describe("what a function adds to its base", async () => {
  after(() => rmSync(join(root, outDir), { recursive: true, force: true }));
  const functions = await readCatalog(root);
  const contexts = await writeContexts(root, functions, outDir);
  for (const [at, { name, path }] of contexts.entries()) {
    const fn = functions[at] as CatalogFunction;
    const context = join(root, path);
    const own = fn.recipe.own ? fn.budget : bundleBudget;
    const raise = "make it smaller, or raise `budget` in function.yaml";
    test(`${name}: an application layer of at most ${own / 1e3} kB`, () => {
      for (const architecture of architectures) {
        const size = sizeOf(filesFor(join(context, "app"), architecture));
        const must = `functions/${name} (${architecture}): must be at most ${own} bytes compressed, not ${size}`;
        assert.ok(size <= own, `${must}; ${fn.recipe.own ? raise : "make it smaller"}`);
      }
    });
    if (fn.recipe.own) continue;
    test(`${name}: at most ${fn.budget / 1e3} kB with V8's compiled code`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "size-"));
      try {
        assert.equal(await compileBundle(fn, context, folder, process.execPath), undefined);
        const code = readFileSync(join(context, "app/function.code"));
        rmSync(join(context, "app/function.code"));
        const size = sizeOf(filesFor(join(context, "app"), "amd64")) + sizeOf([code]);
        const must = `functions/${name}: must be at most ${fn.budget} bytes compressed, not ${size}`;
        assert.ok(size <= fn.budget, `${must}; ${raise}`);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
});

function sizeOf(files: readonly Buffer[]): number {
  return gzipSync(Buffer.concat(files)).length;
}

/** What one platform's image can get of a context: all but the other platforms' programs. */
function filesFor(app: string, architecture: string): readonly Buffer[] {
  const files = (readdirSync(app, { recursive: true }) as string[])
    .map((path) => join(app, path))
    .filter((path) => statSync(path).isFile());
  const others = architectures.filter((other) => other !== architecture).map((other) => `/bin/${other}/`);
  return files
    .filter((file) => !others.some((other) => file.includes(other)))
    .map((file) => readFileSync(file));
}
