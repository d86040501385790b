// Owns comparing text with its golden file beside the test, refreshed only on request.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Asserts that `text` is what the golden file holds. */
export function assertText(name: string, text: string): void {
  const folder = join(import.meta.dirname, "golden");
  const file = join(folder, name);
  const expected = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (process.env.UPDATE_GOLDENS === "1" && text !== expected) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
    assert.fail(`${name}: the golden was rewritten; look at the difference, then run without UPDATE_GOLDENS`);
  }
  assert.equal(text, expected);
}
