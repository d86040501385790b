// Owns the bound on what a function adds to its base: the application layer of one platform, compressed as a registry holds it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { readCatalog, writeContexts } from "../../catalog/index.ts";

const root = join(import.meta.dirname, "..", "..");
const outDir = `.cache/sizes-${process.pid}`;
const architectures = ["amd64", "arm64"];

describe("the application layer", async () => {
  after(() => rmSync(join(root, outDir), { recursive: true, force: true }));
  const functions = await readCatalog(root);
  const contexts = await writeContexts(root, functions, outDir);
  for (const [at, { name, path }] of contexts.entries()) {
    const { budget = 0 } = functions[at] ?? {};
    test(`of ${name} is at most ${budget / 1e3} kB`, () => {
      const app = join(root, path, "app");
      for (const architecture of architectures) {
        const size = gzipSync(Buffer.concat(filesFor(app, architecture))).length;
        const must = `functions/${name} (${architecture}): must be at most ${budget} bytes compressed, not ${size}`;
        assert.ok(size <= budget, `${must}; make it smaller, or raise \`budget\` in function.yaml`);
      }
    });
  }
});

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
