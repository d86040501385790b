// Types, lint rules and formatting of the whole repository.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runBiome, runTypeScript } from "../tools/static.ts";

test("the types hold", async () => {
  const { code, stdout, stderr } = await runTypeScript();
  assert.equal(code, 0, `tsc --noEmit found:\n${stdout}${stderr}`);
});

test("lint rules and formatting hold", async () => {
  const { code, stdout, stderr } = await runBiome(["ci", "."]);
  assert.equal(code, 0, `biome ci found (\`npm run format\` mends most of it):\n${stdout}${stderr}`);
});
