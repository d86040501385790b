// Owns `npm run bench`: which of the benchmarks runs.
import { Problems } from "../../catalog/index.ts";
import { benchFunctions } from "../bench/functions.ts";
import { benchScale } from "../bench/scale.ts";

export const help = `
npm run bench -- [scale] [--sizes=15,100,300] [--rounds=3] [--cold-rounds=3] [--contenders=program,bake,stages,loop,bare] [--resume] [--write]
npm run bench -- functions [--sizes=10,1000,5000] [--runs=5] [--no-image] [--json] [NAME...]

scale: compares this program with \`docker buildx bake\` (of whole recipes, and for 15 functions of targets for check and release),
with one build after another, and with a bare Pulumi program of Images, on one BuildKit and one registry of its own: one function
changed, none changed, and for 15 functions from an emptied builder and registry. All sizes take about an hour on two cores.

  --sizes=N,...    numbers of functions, 15,100,300 without it
  --rounds=N       how often each is measured, 3 without it; medians are shown
  --contenders=... what this program is compared with, everything without it
  --cold-rounds=N  how often from an emptied builder, as --rounds without it; 0: not at all
  --resume         goes on with the run before, which keeps what it measured of each size and, apart from that, from an emptied builder
  --write          writes the tables to docs/benchmarks.md

functions: times the named functions, all without a name, as whole processes on lists of resources of about 700 bytes each,
standard input to standard output: outside a container, the bundle that ships on the Node.js of the images; and in the image that
\`npm start\` published, inside a build step, so without the engine's own time to start a container. Each run is next to one of a
bare \`node -e 0\`. The functionConfig is that of the function's own case \`application\`; without one, of the case by which it changes most.

  --sizes=N,...  numbers of resources, 10,1000,5000 without it
  --runs=N       runs that count, 5 without it, after one that does not; medians are shown
  --no-image     outside only
  --json         the numbers as JSON on standard output
`;

/** The benchmarks by the first word. */
const benchmarks: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  scale: benchScale,
  functions: benchFunctions,
};

/** Runs the benchmark that the first word names, `scale` without one. */
export async function run(args: readonly string[]): Promise<number> {
  const [name = "scale", ...rest] = args[0]?.startsWith("-") ? ["scale", ...args] : args;
  const benchmark = Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined;
  if (benchmark !== undefined) return await benchmark(rest);
  const must = `must get one of ${Object.keys(benchmarks).join(", ")} as its first word, not "${name}"`;
  throw new Problems("Nothing can be timed:", [{ path: "npm run bench", must, cure: "see --help" }]);
}
