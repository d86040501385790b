// Owns telling what reading a bad project ends in, for tables of bad inputs.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Problems, type ReadOptions, readCatalog } from "../../../catalog/index.ts";
import { type Files, makeProject } from "./tree.ts";

/** What is wrong, the files that make it so, and every line of the message. */
export type Row = readonly [title: string, files: Files, lines: readonly string[], options?: ReadOptions];

/** One test for each row: reading the project must end in exactly its lines. */
export function describeRefusals(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    for (const [name, files, lines, options] of rows) {
      test(name, async () => assert.deepEqual(await refusal(makeProject(files), options), lines));
    }
  });
}

/** The lines of the message that reading a catalog ends in. */
export async function refusal(root: string, options?: ReadOptions): Promise<readonly string[]> {
  const error = await readCatalog(root, options).then(
    () => assert.fail("the catalog must be refused"),
    (error: unknown) => error,
  );
  assert.ok(error instanceof Problems, String(error));
  const [title, ...lines] = error.message.split("\n");
  assert.equal(title, "The catalog does not hold:");
  return lines.map((line) => line.trim());
}
