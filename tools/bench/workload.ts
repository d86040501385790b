// Owns what a function is timed on: the common resources, and the functionConfig of one of its own cases.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readCases } from "../../catalog/check/case.ts";
import type { Run } from "../../catalog/check/cases.ts";
import { splitDocuments } from "../../catalog/check/documents.ts";
import { wrapResources } from "../../catalog/check/resource-list.ts";
import type { CatalogFunction } from "../../catalog/index.ts";
import { benchResource } from "./resources.ts";

/** A function's work. */
export interface Workload {
  /** The case that the functionConfig and the first resources come from; empty where the function has none to take. */
  readonly case: string;
  /** The text of a ResourceList with so many resources. */
  input(size: number): string;
}

/** Resources by which the cases are compared. */
const SAMPLE = 10;

/** The name by which a function says that a case is a usual use of it. */
const USUAL = "application";

/**
 * Up to half of a sample is the case's own resources, so that functions find what they look for (a Kptfile, a hierarchy);
 * all others are the common ones. The case is `application`; where the function has none, or it changes nothing, the one by
 * which it changes most. For a function that does not run in this process (no `evaluate`), that is its largest case.
 */
export async function workloadOf(
  root: string,
  fn: Pick<CatalogFunction, "folder" | "cases">,
  evaluate: Run | undefined,
): Promise<Workload> {
  let [best, most]: [Workload, number] = [listOf("", [], undefined), -1];
  for (const one of readCases(join(root, fn.folder, "cases"), fn.cases)) {
    if (one.error !== undefined || one.isList || one.problems.length > 0) continue;
    const own = splitDocuments(readFileSync(join(root, fn.folder, "cases", one.name, "input.yaml"), "utf8"));
    const workload = listOf(one.name, own, one.functionConfig);
    const input = workload.input(SAMPLE);
    const amount = evaluate === undefined ? one.input.length : await changeOf(input, evaluate);
    if (one.name === USUAL && amount > 0) return workload;
    if (amount > most) [best, most] = [workload, amount];
  }
  return best;
}

function listOf(name: string, own: readonly string[], functionConfig: string | undefined): Workload {
  const first = own.slice(0, SAMPLE / 2);
  return {
    case: name,
    input: (size) => {
      const common = Array.from({ length: size - first.length }, (_, index) => benchResource(index));
      return wrapResources([...first, ...common], functionConfig);
    },
  };
}

/** How many lines a run adds and takes away; -1 where it fails. */
async function changeOf(input: string, evaluate: Run): Promise<number> {
  const { output, exitCode } = await evaluate(input);
  if (exitCode !== 0) return -1;
  const counts = new Map<string, number>();
  for (const line of input.split("\n")) counts.set(line, (counts.get(line) ?? 0) + 1);
  for (const line of output.split("\n")) counts.set(line, (counts.get(line) ?? 0) - 1);
  return [...counts.values()].reduce((sum, count) => sum + Math.abs(count), 0);
}
