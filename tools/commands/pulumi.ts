// Owns `npm run pulumi -- ...`: Pulumi itself, with the tools and the local state that `npm start` set up.
import { root } from "../paths.ts";
import { setUpStack, setUpTools } from "../setup.ts";
import { stackIn } from "../stack/argument.ts";
import { mendStack } from "../stack/mend.ts";
import { ensureStack, localStack, runEngine } from "../stack/up.ts";

export const help = `
npm run pulumi -- ARGUMENTS OF pulumi

Runs \`pulumi\` in this repository with the clone's tools and local state; with the state in the bucket of a stack that sets
\`stateBucket\`. Before a command that runs the program, it makes sure of the registry, BuildKit and the base image, as \`npm start\`
does, or that GCP can be reached.
`;

/** `--help` is Pulumi's. */
export const ownHelp = true;

/** The commands that run the program, or reach what it made. */
const programCommands = ["up", "update", "preview", "pre", "refresh", "destroy", "down", "watch", "import"];

/** Runs Pulumi on this terminal; the exit code is its own. */
export async function run(args: readonly string[]): Promise<number> {
  const asksHelp = args.includes("--help") || args.includes("-h");
  const command = asksHelp ? undefined : findCommand(args);
  const runsProgram = programCommands.includes(command ?? "");
  const stack = stackIn(args) ?? localStack;
  const { paths } = runsProgram ? await setUpStack(root, stack) : await setUpTools(root, [], stack);
  const { pulumi = "pulumi" } = paths;
  // Settings can be changed before the first `npm start`, as where its port is taken.
  if (stack === localStack && (runsProgram || command === "config")) await ensureStack(pulumi, root);
  if (stack === localStack && runsProgram) await mendStack(pulumi, root);
  return await runEngine(pulumi, root, args);
}

/** The first word that is no option, nor the value of one in front of it. */
function findCommand(args: readonly string[]): string | undefined {
  const valued = ["-C", "--cwd", "--color", "--tracing", "--profiling", "-v", "--verbose", "-s", "--stack"];
  return args.find((arg, at) => !arg.startsWith("-") && !valued.includes(args[at - 1] ?? ""));
}
