// Owns the folders that measurements read: the timing program, its plan and the inputs.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { checkOf, optionsOf, planOf } from "../../catalog/check/plan.ts";
import { bundleOptions } from "../../catalog/context/bundle.ts";
import type { CatalogFunction } from "../../catalog/index.ts";
import { runQuietly } from "../child.ts";
import type { Measured, MeasurePlan } from "./measure.ts";
import { MARK } from "./measure.ts";
import type { Workload } from "./workload.ts";

/** Name of the file of an input with so many resources. */
export const inputFile = (size: number): string => `input-${size}.yaml`;

/** Makes `folder` hold `measure.cjs` and an input of each size. */
export async function writeBench(
  root: string,
  folder: string,
  workload: Workload,
  sizes: readonly number[],
): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const entryPoints = ["tools/bench/measure-main.ts"];
  const { outputFiles } = await build({ ...bundleOptions, absWorkingDir: root, entryPoints });
  writeFileSync(join(folder, "measure.cjs"), outputFiles[0]?.contents ?? "");
  for (const size of sizes) writeFileSync(join(folder, inputFile(size)), workload.input(size));
}

/**
 * Lays V8's compiled code beside a bundle, as its image has it: made by its check, of no case.
 *
 * @param context of the function, with its whole path
 * @returns what went wrong, if anything
 */
export async function compileBundle(
  fn: CatalogFunction,
  context: string,
  folder: string,
  node: string,
): Promise<string | undefined> {
  if (checkOf(fn.recipe) !== "bundle") return undefined;
  writeFileSync(join(folder, "plan.json"), JSON.stringify(planOf(fn, {})));
  const app = join(context, "app");
  const check = [join(context, "check/run.cjs"), folder, app, join(app, "function.code")];
  const { code, stderr } = await runQuietly(node, [...optionsOf(fn.recipe), ...check]);
  return code === 0 ? undefined : stderr;
}

/** Writes the plan of one function into its folder: the command on each size, in turn with a bare Node.js. */
export function writePlan(
  folder: string,
  node: string,
  command: readonly string[],
  sizes: readonly number[],
  runs: number,
): string {
  const targets = sizes.map((size) => ({ command, input: inputFile(size) }));
  const plan: MeasurePlan = { runs, reference: [node, "-e", "0"], targets };
  const file = join(folder, "plan.json");
  writeFileSync(file, JSON.stringify(plan));
  return file;
}

/** What the timing program printed, also with a build's log around it; undefined where it printed no result. */
export function readMeasured(output: string): readonly Measured[] | undefined {
  const line = output.split("\n").find((text) => text.includes(MARK));
  return line === undefined ? undefined : JSON.parse(line.slice(line.indexOf(MARK) + MARK.length));
}
