// Owns goldens: what a test expects, kept as JSON beside it, refreshed only on request.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Compares with `golden/NAME.json`. With UPDATE_GOLDENS=1 it writes that file instead, and fails to say so. */
export function assertGolden(name: string, actual: unknown): void {
  const file = join(import.meta.dirname, "golden", `${name}.json`);
  const text = `${JSON.stringify(actual, null, 2)}\n`;
  const expected = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  if (process.env.UPDATE_GOLDENS === "1" && text !== expected) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    assert.fail(`${name}: the golden was rewritten; look at the difference, then run without UPDATE_GOLDENS`);
  }
  assert.ok(expected !== undefined, `${file} must exist; run with UPDATE_GOLDENS=1`);
  assert.deepEqual(JSON.parse(text), JSON.parse(expected));
}
