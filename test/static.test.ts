// Types, lint rules, formatting and workflows of the whole repository.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runActionlint, runBiome, runTypeScript } from "../tools/static.ts";

test("the types hold", async () => {
  const { code, stdout, stderr } = await runTypeScript();
  assert.equal(code, 0, `tsc --noEmit found:\n${stdout}${stderr}`);
});

test("lint rules and formatting hold", async () => {
  const { code, stdout, stderr } = await runBiome(["ci", "."]);
  assert.equal(code, 0, `biome ci found (\`npm run format\` mends most of it):\n${stdout}${stderr}`);
});

test("the workflows hold", async (t) => {
  const { code, stdout, stderr } = await runActionlint((line) => t.diagnostic(line));
  assert.equal(code, 0, `actionlint found:\n${stdout}${stderr}`);
});
