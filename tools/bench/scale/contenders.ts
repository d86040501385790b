// Owns the ways of publishing a catalog that are compared: each does the same work for the same contexts and recipes.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { platforms } from "../../../catalog/platforms.ts";
import { builderName } from "../../../infra/builder/entry.ts";
import { engineEnvironment } from "../../environment.ts";
import type { BenchProject } from "./catalog.ts";
import { type Measured, measure } from "./measure.ts";

/** The commands of a toolchain. */
export interface Commands {
  readonly pulumi: string;
  readonly buildx: string;
}

/** One way of publishing all functions of a project. */
export interface Contender {
  readonly name: "program" | "bake" | "stages" | "loop" | "bare";
  /** Publishes whatever differs from what is published. */
  publish(): Promise<Measured>;
}

/** `pulumi up` of this program, as `npm run pulumi` runs it. */
export function program({ folder }: BenchProject, { pulumi }: Commands): Contender {
  return { name: "program", publish: () => measure([[pulumi, ...up("dev")]], folder, engineEnvironment()) };
}

/**
 * `docker buildx bake` of every function's whole recipe, its check included. It gets the contexts and recipes as the program's
 * last run wrote them: writing them is not in its time.
 */
export function bake(project: BenchProject, { buildx }: Commands): Contender {
  return baking("bake", project, buildx, (name) => ({ [name]: release(project, "bake", name) }));
}

/** `docker buildx bake` of targets for the check and for the release of every function, the usual way of having both. */
export function stages(project: BenchProject, { buildx }: Commands): Contender {
  return baking("stages", project, buildx, (name) => {
    const whole = release(project, "stages", name);
    const check = { ...whole, target: "check", tags: [], output: ["type=cacheonly"] };
    return { [`${name}-check`]: check, [name]: whole };
  });
}

function baking(
  name: "bake" | "stages",
  { folder, functions }: BenchProject,
  buildx: string,
  targetsOf: (fn: string) => Readonly<Record<string, object>>,
): Contender {
  const file = `bench/${name}.json`;
  const target = Object.assign({}, ...functions.map(targetsOf));
  write(folder, file, JSON.stringify({ group: { default: { targets: Object.keys(target) } }, target }));
  const command = [buildx, "bake", "--builder", builderName, "--file", file, "--progress", "plain"];
  return { name, publish: () => measure([command], folder) };
}

function release({ registry }: BenchProject, path: string, name: string) {
  return {
    context: contextOf(name),
    dockerfile: `../../recipes/${name}.Dockerfile`,
    platforms,
    tags: [`${registry}/${path}/${name}:dev`],
    args: { SOURCE_DATE_EPOCH: "0" },
    output: [output],
  };
}

/** The public catalog's way: one function after another, each with a command of its own. Contexts as for {@link bake}. */
export function loop({ folder, registry, functions }: BenchProject, { buildx }: Commands): Contender {
  const commands = functions.map((name) => [
    ...[buildx, "build", "--builder", builderName, "--progress", "plain", "--platform", platforms.join()],
    ...["--file", `${recipes}/${name}.Dockerfile`, "--build-arg", "SOURCE_DATE_EPOCH=0"],
    ...["--tag", `${registry}/loop/${name}:dev`, "--output", output, contextOf(name)],
  ]);
  return { name: "loop", publish: () => measure(commands, folder) };
}

/** A Pulumi program of nothing but Images, over the same contexts and recipes: what the engine and the provider cost. */
export function bare({ folder, registry, functions }: BenchProject, { pulumi }: Commands): Contender {
  const runtime = { name: "nodejs", options: { typescript: false } };
  write(folder, "bench/bare/Pulumi.yaml", JSON.stringify({ name: "bare", runtime, main: "index.cjs" }));
  const images = functions.map((name) => ({
    name,
    args: {
      ...{ tags: [`${registry}/bare/${name}:dev`], push: false, buildOnPreview: true, platforms },
      context: { location: `../../${contextOf(name)}` },
      dockerfile: { location: `../../${recipes}/${name}.Dockerfile` },
      exports: [{ raw: output }],
      buildArgs: { SOURCE_DATE_EPOCH: "0" },
      builder: { name: builderName },
    },
  }));
  const lines = [
    'const { Image } = require("@pulumi/docker-build");',
    `for (const { name, args } of ${JSON.stringify(images)}) new Image(name, args, { retainOnDelete: true });`,
  ];
  write(folder, "bench/bare/index.cjs", `${lines.join("\n")}\n`);
  const own = join(folder, "bench", "bare");
  const init = [pulumi, "stack", "select", "--create", "--stack", "bare", "--non-interactive"];
  return {
    name: "bare",
    async publish() {
      await measure([init], own);
      return await measure([[pulumi, ...up("bare")]], own, { PULUMI_PARALLEL: "0" }); // as many as Pulumi takes itself
    },
  };
}

const contexts = ".cache/stacks/dev/contexts";
const recipes = ".cache/stacks/dev/recipes";
const output = "type=registry,oci-mediatypes=true,rewrite-timestamp=true";

function contextOf(name: string): string {
  return `${contexts}/${name}`;
}

function up(stack: string): readonly string[] {
  return ["up", "--yes", "--skip-preview", "--suppress-outputs", "--non-interactive", "--stack", stack];
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
}
