// Owns `npm run bench`: which of the benchmarks runs.
import { Problems } from "../../catalog/index.ts";
import { benchFunctions } from "../bench/functions.ts";

export const help = `
npm run bench -- functions [--sizes=10,1000,5000] [--runs=5] [--no-image] [--json] [NAME...]

Times the named functions, all without a name, as whole processes on lists of resources of about 700 bytes each, standard input to
standard output: outside a container, the bundle that ships on this machine's Node.js; and in the image that \`npm start\`
published, inside a build step, so without the engine's own time to start a container. Each run is next to one of a bare
\`node -e 0\`. The functionConfig is that of the function's own case by which it changes most.

  --sizes=N,...  numbers of resources, 10,1000,5000 without it
  --runs=N       runs that count, 5 without it, after one that does not; medians are shown
  --no-image     outside only
  --json         the numbers as JSON on standard output
`;

/** The benchmarks by the first word. */
const benchmarks: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  functions: benchFunctions,
};

/** Runs the benchmark that the first word names. */
export async function run([name = "", ...args]: readonly string[]): Promise<number> {
  const benchmark = Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined;
  if (benchmark !== undefined) return await benchmark(args);
  const must = `must get one of ${Object.keys(benchmarks).join(", ")} as its first word, not "${name}"`;
  throw new Problems("Nothing can be timed:", [{ path: "npm run bench", must, cure: "see --help" }]);
}
