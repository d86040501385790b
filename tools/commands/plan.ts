// Owns `npm run plan`: one preview, kept for the update and the report that follow, and whether it changes images only.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { throwProblems } from "../../catalog/problems.ts";
import { readOptions } from "../options.ts";
import { root } from "../paths.ts";
import { planFiles } from "../plan/files.ts";
import { foreignChanges } from "../plan/images-only.ts";
import { report, setUpStack } from "../setup.ts";
import { quote } from "../shell.ts";
import { type EngineLog, readEngineLog } from "../stack/engine-log.ts";
import { readOutputs } from "../stack/outputs.ts";
import { ensureStack, localStack, runEngine } from "../stack/up.ts";

export const help = `
npm run plan -- --stack NAME [--images-only]

Runs \`pulumi preview\` once and keeps in .cache/plans/NAME/ what it found: plan.json, to which \`pulumi up --plan\` keeps;
before.json, the outputs as they are; and events.jsonl, of which \`npm run report -- --preview\` tells.

  --images-only  end with 1 where anything but functions' images would change, and name each such resource
`;

/** Previews; the exit code is Pulumi's, and 1 where images alone may change and more would. */
export async function run(args: readonly string[]): Promise<number> {
  const known = { values: ["stack"], flags: ["images-only"], required: "stack" } as const;
  const { stack = "", "images-only": imagesOnly } = readOptions("plan", args, known);
  const { paths } = await setUpStack(root, stack);
  const { pulumi = "pulumi" } = paths;
  if (stack === localStack) await ensureStack(pulumi, root);
  const { code, log } = await preview(pulumi, stack);
  if (code !== 0) return code;
  const update = `npm run pulumi -- up --stack ${quote(stack)}`;
  if (imagesOnly) {
    const problems = foreignChanges(log, `an administrator reviews and runs \`${update}\``);
    throwProblems("More than images would change:", problems);
  }
  const { plan } = planFiles(".", stack);
  report(`Update to exactly this: ${update} --yes --skip-preview --plan ${quote(plan)}`);
  return 0;
}

/** Shows the preview on this terminal, and reads what the engine says of it. */
async function preview(pulumi: string, stack: string): Promise<{ code: number; log: EngineLog }> {
  const files = planFiles(root, stack);
  rmSync(files.folder, { recursive: true, force: true });
  mkdirSync(files.folder, { recursive: true, mode: 0o700 });
  const before = await readOutputs(pulumi, root, stack);
  writeFileSync(files.before, `${JSON.stringify(before ?? {})}\n`);
  const kept = ["--save-plan", files.plan, "--event-log", files.log];
  const args = ["preview", "--stack", stack, "--non-interactive", ...kept];
  // The CLI has the option for a log of its events only so; Pulumi's own automation library uses it the same way.
  const code = await runEngine(pulumi, root, args, { PULUMI_DEBUG_COMMANDS: "true" });
  if (code !== 0) return { code, log: nothing };
  return { code, log: readEngineLog(readFileSync(files.log, "utf8"), files.log) };
}

const nothing: EngineLog = { steps: [], told: [], succeeded: false, before: undefined, after: undefined };
