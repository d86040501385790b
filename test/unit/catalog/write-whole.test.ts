// Owns the tests of writing files whole: the new content or the old one, and nothing beside it.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { writeWhole } from "../../../catalog/write-whole.mjs";

function temporary(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "write-whole-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("makes the folders above a file, and takes the place of what was there", (t) => {
  const folder = join(temporary(t), "a", "b");
  writeWhole(join(folder, "file"), "one", 0o600);
  const { ino, mode } = statSync(join(folder, "file"));
  assert.equal(mode & 0o777, 0o600);
  writeWhole(join(folder, "file"), "two");
  assert.equal(readFileSync(join(folder, "file"), "utf8"), "two");
  assert.notEqual(
    statSync(join(folder, "file")).ino,
    ino,
    "another file: who reads the old one reads all of it",
  );
  assert.deepEqual(readdirSync(folder), ["file"]);
});

test("leaves nothing beside what it cannot replace", (t) => {
  const folder = temporary(t);
  mkdirSync(join(folder, "file"));
  assert.throws(() => writeWhole(join(folder, "file"), "new"), { code: "EISDIR" });
  assert.deepEqual(readdirSync(folder), ["file"]);
});
