// Owns `npm run bench`: this program against bake, the serial loop and a bare program, on one builder and one registry.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Problems } from "../../catalog/problems.ts";
import { writeWhole } from "../../catalog/write-whole.mjs";
import { buildkitVersion } from "../../infra/builder/entry.ts";
import { runQuietly } from "../child.ts";
import { readOptions } from "../options.ts";
import { clonePath, root } from "../paths.ts";
import { stopServices } from "../services/index.ts";
import { report } from "../setup.ts";
import { writeProject } from "./scale/catalog.ts";
import { bake, bare, type Contender, loop, program, stages } from "./scale/contenders.ts";
import { empty, prepare, setUp } from "./scale/prepare.ts";
import { describeMachine, renderReport } from "./scale/report.ts";
import { measureChanges, measureCold, type Rounds } from "./scale/rounds.ts";
import type { Sample } from "./scale/samples.ts";

const known = ["program", "bake", "stages", "loop", "bare"] as const;
const coldSize = 15;
const file = "docs/benchmarks.md";

/** Measures what the arguments ask for, prints the report, and writes it where all of it was measured. */
export async function benchScale(args: readonly string[]): Promise<number> {
  const { sizes, rounds, coldRounds, contenders, port, write, resume } = chooseOptions(args);
  const folder = mkdtempSync(join(tmpdir(), "krm-functions-bench-"));
  const before = resume ? readKept() : { versions: {}, samples: [] };
  const samples = [...before.samples];
  let { versions } = before;
  try {
    for (const size of sizes) {
      const cold = size === coldSize && coldRounds > 0;
      const has = (isCold: boolean) =>
        samples.some((sample) => sample.size === size && (sample.situation === "cold") === isCold);
      const [changesToDo, coldToDo] = [!has(false), cold && !has(true)];
      if (!changesToDo && !coldToDo) {
        report(`${size} functions: measured before`);
        continue;
      }
      report(`${size} functions`);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
      const project = await writeProject(folder, port, size);
      const commands = await setUp(project);
      versions = await versionsOf(commands.pulumi, commands.buildx);
      const made: Record<Contender["name"], () => Contender> = {
        program: () => program(project, commands),
        bake: () => bake(project, commands),
        stages: () => stages(project, commands),
        loop: () => loop(project, commands),
        bare: () => bare(project, commands),
      };
      // For hundreds of functions bake takes minutes with one target each, and has timed out.
      const able = contenders.filter((name) => name !== "stages" || size <= coldSize);
      const chosen = able.map((name) => made[name]());
      const options: Rounds = {
        rounds,
        coldRounds,
        report,
        prepare: () => prepare(project),
        empty: () => empty(project),
      };
      const keep = (measured: readonly Sample[]) => {
        samples.push(...measured);
        writeWhole(kept, JSON.stringify({ versions, samples }));
      };
      if (changesToDo) keep(await measureChanges(project, chosen, options));
      if (coldToDo) {
        const whole = chosen.filter(({ name }) => ["program", "bake", "stages"].includes(name));
        await prepare(project); // What the others build, where nothing was built before.
        keep(await measureCold(project, whole, options));
      }
      await stopServices(folder);
    }
  } finally {
    await stopServices(folder).catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  }
  const text = renderReport(samples);
  process.stdout.write(`\n${text}`);
  if (write) writeReport(text, versions);
  return 0;
}

/** What a run has measured, kept after each size: all of them take an hour. */
interface Kept {
  readonly versions: Readonly<Record<string, string>>;
  readonly samples: readonly Sample[];
}

const kept = clonePath(root, "bench", "scale.json");

function readKept(): Kept {
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8")) as Kept;
  const problem = { path: kept, must: "must hold what a run measured", cure: "run it without --resume" };
  throw new Problems("The benchmark cannot be resumed:", [problem]);
}

interface Options {
  readonly sizes: readonly number[];
  readonly rounds: number;
  /** 0: none. */
  readonly coldRounds: number;
  readonly contenders: readonly Contender["name"][];
  readonly port: number;
  readonly write: boolean;
  readonly resume: boolean;
}

function chooseOptions(args: readonly string[]): Options {
  const given = readOptions("bench", args, {
    values: ["sizes", "rounds", "cold-rounds", "contenders", "port"],
    flags: ["write", "resume"],
  });
  const { sizes = "15,100,300", rounds = "3", contenders = known.join(), port = "5099" } = given;
  const coldRounds = given["cold-rounds"] ?? rounds;
  const numbers = [...sizes.split(","), rounds, port].map(Number);
  const names = contenders.split(",");
  const wrong = names.filter((name) => !(known as readonly string[]).includes(name));
  const problems = [
    ...(numbers.every((number) => Number.isInteger(number) && number > 0)
      ? []
      : [{ path: "--sizes, --rounds, --port", must: "must be whole numbers above 0" }]),
    ...(/^\d+$/.test(coldRounds)
      ? []
      : [{ path: "--cold-rounds", must: `must be a whole number, not "${coldRounds}"` }]),
    ...wrong.map((name) => ({ path: "--contenders", must: `must be of ${known.join(", ")}, not "${name}"` })),
  ];
  if (problems.length > 0) throw new Problems("The benchmark cannot start:", problems);
  return {
    sizes: sizes.split(",").map(Number),
    rounds: Number(rounds),
    coldRounds: Number(coldRounds),
    // The program first: the others build what its first run has written.
    contenders: known.filter((name) => name === "program" || names.includes(name)),
    port: Number(port),
    write: given.write,
    resume: given.resume,
  };
}

async function versionsOf(pulumi: string, buildx: string): Promise<Readonly<Record<string, string>>> {
  const [cli, plugin] = await Promise.all([runQuietly(pulumi, ["version"]), runQuietly(buildx, ["version"])]);
  const version = (text: string) => /v?\d+\.\d+\.\d+\S*/.exec(text)?.[0] ?? "unknown";
  return { Pulumi: version(cli.stdout), buildx: version(plugin.stdout), BuildKit: buildkitVersion };
}

function writeReport(text: string, versions: Readonly<Record<string, string>>): void {
  const date = new Date().toISOString().slice(0, 10);
  const lines = [
    "# Benchmarks",
    "",
    "Written by `npm run bench -- --write`: medians of whole commands, wall clock; in brackets, how many times as long as this program.",
    "Each begins when the machine is at rest. Compare within a row: a size may be from a run of its own (`--resume`), and a shared machine is",
    "not always as fast. Goals that compare are of the rounds' ratios, their geometric mean with its standard error, since a round meets all",
    "alike. Of what is all new, this program checks every image first, and the others find its builds on the builder.",
    "",
    text,
    `Measured on ${date}: ${describeMachine(versions)}`,
    "",
  ];
  mkdirSync(join(root, "docs"), { recursive: true });
  writeFileSync(join(root, file), lines.join("\n"));
  report(`Written: ${file}`);
}
