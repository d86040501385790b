// Owns the bound on what a function adds to its base: the application layer, compressed as a registry holds it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { readCatalog, writeContexts } from "../../catalog/index.ts";

const root = join(import.meta.dirname, "..", "..");
const outDir = `.cache/sizes-${process.pid}`;
const limit = 150_000;

describe("the application layer", async () => {
  after(() => rmSync(join(root, outDir), { recursive: true, force: true }));
  const functions = (await readCatalog(root)).filter(({ recipe }) => !recipe.own);
  const contexts = await writeContexts(root, functions, outDir);
  for (const { name, path } of contexts) {
    test(`of ${name} is at most 150 KB`, () => {
      const app = join(root, path, "app");
      const files = readdirSync(app).map((file) => readFileSync(join(app, file)));
      const size = gzipSync(Buffer.concat(files)).length;
      assert.ok(size <= limit, `${name}: must be at most ${limit} bytes compressed, not ${size}`);
    });
  }
});
