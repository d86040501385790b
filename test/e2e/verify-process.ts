// Owns a verification in a process of its own, for its time to be told: a test runner's hooks make each request slower.
// Standard input: what is published and the options, as JSON; standard output: the time, and the problems as lines.
import { text } from "node:stream/consumers";
import { formatProblem } from "../../catalog/problems.ts";
import { type Demand, type Published, verifyFunctions } from "../../verify/index.ts";

/** What standard input says. */
export interface Input {
  readonly published: readonly Published[];
  readonly imagePrefix: string;
  readonly platforms: readonly string[];
  readonly demand: Demand;
  readonly cache: string;
}

/** What standard output says. */
export interface Output {
  /** By the clock. */
  readonly seconds: number;
  /** What this process took of the processors. */
  readonly processorSeconds: number;
  readonly problems: readonly string[];
}

const { published, demand, ...options } = JSON.parse(await text(process.stdin)) as Input;
const start = performance.now();
const used = process.cpuUsage();
const reports = await verifyFunctions(published, {
  ...options,
  demands: new Map(published.map(({ name }) => [name, demand])),
  cures: { mend: "mend", publish: (name) => name },
});
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(used);
const processorSeconds = (user + system) / 1e6;
const problems = reports.flatMap((report) => report.problems.map(formatProblem));
process.stdout.write(JSON.stringify({ seconds, processorSeconds, problems } satisfies Output));
