// Owns refreshing what cases expect, from what their function gives now.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dump } from "js-yaml";
import type { FunctionCase } from "./case.ts";
import type { Outcome, Run } from "./cases.ts";
import { joinDocuments } from "./documents.ts";
import { readList } from "./resource-list.ts";

/** What an update writes anew, whatever is in them now. */
const written = ["expected.yaml", "results.yaml"];

/**
 * Runs the case in `folder` and writes its `expected.yaml`, `results.yaml` and `error.txt` anew. Of a case that ends in an
 * error it writes the first two only where they are there.
 *
 * @returns the names of the files that changed
 * @throws Error when another file cannot be read, and when the exit code is neither 0 nor 1, which no case can expect
 */
export async function updateCase(folder: string, fn: FunctionCase, run: Run): Promise<readonly string[]> {
  const problem = fn.problems.find(({ file }) => !written.includes(file));
  if (problem !== undefined) throw new Error(`${problem.file}: ${problem.must}`);
  const outcome = await run(fn.input);
  const { exitCode, stderr } = outcome;
  if (exitCode !== 0 && exitCode !== 1) {
    throw new Error(`the exit code must be 0 or 1, not "${exitCode}": ${stderr.trim()}`);
  }
  const failed = exitCode === 1;
  const changed = {
    "expected.yaml": failed && fn.expected === undefined ? undefined : expectedOf(fn, outcome),
    "results.yaml": failed && fn.results === undefined ? undefined : resultsOf(fn, outcome),
    "error.txt": failed ? `${stderr.trimEnd()}\n` : undefined,
  };
  return Object.entries(changed)
    .filter(([file, text]) => replaceFile(join(folder, file), text))
    .map(([file]) => file);
}

function expectedOf({ isList }: FunctionCase, { output }: Outcome): string {
  return isList ? output : joinDocuments(readList(output).documents);
}

function resultsOf({ isList }: FunctionCase, { output }: Outcome): string | undefined {
  const results = isList ? [] : readList(output).results;
  return results.length === 0 ? undefined : dump(results, { lineWidth: -1, noRefs: true });
}

/** Makes a file hold `text`, or be gone; whether that changed anything. */
function replaceFile(path: string, text: string | undefined): boolean {
  const before = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  if (before === text) return false;
  if (text === undefined) rmSync(path);
  else writeFileSync(path, text);
  return true;
}
