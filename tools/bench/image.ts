// Owns timing a function in its image: in a step of a build on the stack's builder, which runs images wherever it runs.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CatalogFunction, checkOf } from "../../catalog/index.ts";
import { builderName } from "../../infra/builder/entry.ts";
import { runQuietly } from "../child.ts";
import type { StackOutputs } from "../stack/outputs.ts";
import type { Measured } from "./measure.ts";
import { readMeasured, writePlan } from "./programs.ts";

/** Where Node.js is in the base image. */
const NODE = "/nodejs/bin/node";

/** What is published of the functions, and the builder that can run it. */
export interface Images {
  readonly outputs: StackOutputs;
  /** Absolute path of buildx. */
  readonly buildx: string;
  /** A published image that has Node.js, for timing programs of images that have none. */
  readonly nodeImage: string | undefined;
}

/**
 * Times the published image of a function. The container's own start is left out: it is the engine's.
 *
 * @param folder what `writeBench` made
 * @returns one result for each size, or why there is none
 */
export async function measureImage(
  fn: CatalogFunction,
  folder: string,
  sizes: readonly number[],
  runs: number,
  { outputs, buildx, nodeImage }: Images,
): Promise<readonly Measured[] | string> {
  const image = outputs.functions[fn.name]?.ref;
  if (image === undefined) return "it is not published; run `npm start`";
  if (nodeImage === undefined) return "no published image has Node.js to run the timing program on";
  const mounted = checkOf(fn.recipe) === "mounted";
  const [program = "", ...args] = fn.recipe.entrypoint;
  // The base's Node.js has no shell and no PATH of the machine to be found on.
  const file = program === "node" ? NODE : program;
  writePlan(folder, NODE, [mounted ? `/function${file}` : file, ...args], sizes, runs);
  writeFileSync(join(folder, "Dockerfile"), recipe(image, mounted ? nodeImage : image, mounted));
  const { code, stderr } = await runQuietly(buildx, [
    ...["build", "--builder", builderName, "--progress", "plain", "--no-cache", "--output", "type=cacheonly"],
    folder,
  ]);
  const measured = readMeasured(stderr);
  if (code === 0 && measured !== undefined) return measured;
  return `its run failed: ${stderr.trim().split("\n").slice(-3).join(" ")}`;
}

function recipe(image: string, runner: string, mounted: boolean): string {
  const mounts = [
    "--mount=type=bind,target=/bench,readonly",
    ...(mounted ? ["--mount=type=bind,from=function,target=/function,readonly"] : []),
  ];
  const run = JSON.stringify([NODE, "/bench/measure.cjs", "/bench/plan.json"]);
  return [
    `FROM ${image} AS function`,
    `FROM ${mounted ? runner : "function"}`,
    `RUN --network=none ${mounts.join(" ")} ${run}`,
    "",
  ].join("\n");
}
