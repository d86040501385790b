// Owns which test files a run has.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Problems } from "../../catalog/problems.ts";

/**
 * The files `test/**` + `/*.test.ts` relative to `root`, sorted; with words, those that one of the words names.
 *
 * @throws Problems where a word names no file
 */
export function findTests(root: string, words: readonly string[]): readonly string[] {
  const all = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts") && !file.includes("fixtures"))
    .map((file) => `test/${file.split("\\").join("/")}`)
    .sort();
  const matches = (file: string, word: string) =>
    file.startsWith(`test/${word}/`) || file.includes(word.replace(/^\.\//, ""));
  const useless = words.filter((word) => !all.some((file) => matches(file, word)));
  if (useless.length > 0) {
    const problems = useless.map((word) => ({
      path: `"${word}"`,
      must: "must be part of a test file's path",
      cure: "look in test/",
    }));
    throw new Problems("No such test:", problems);
  }
  return words.length === 0 ? all : all.filter((file) => words.some((word) => matches(file, word)));
}
