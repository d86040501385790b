// Owns `npm run report`: what an update published, or what a preview says that it would.
import { readFileSync } from "node:fs";
import { Problems, refusalOf } from "../../catalog/problems.ts";
import { readOptions } from "../options.ts";
import { root } from "../paths.ts";
import { planFiles } from "../plan/files.ts";
import { type Report, renderMarkdown, reportPreview, reportUpdate } from "../report/release/index.ts";
import { setUpTools } from "../setup.ts";
import { readEngineLog } from "../stack/engine-log.ts";
import { type FunctionOutput, requireOutputs, type StackOutputs } from "../stack/outputs.ts";

export const help = `
npm run -s report -- --stack NAME [--since FILE] [--json]
npm run -s report -- --stack NAME --preview [--json]

Tells what the stack published: new, changed and removed functions with their versions, digests, sizes, base, and the line that runs
each, as Markdown for a release page. With --preview, what the last \`npm run plan\` of this clone found, for a pull request.

  --since FILE  the outputs before the update, as \`pulumi stack output --json\` gives them; \`npm run plan\` keeps them in
                .cache/plans/NAME/before.json. Without it all functions are listed.
  --json        JSON instead of Markdown
`;

/** Prints the report. A report of a failed preview is a report too: 0. */
export async function run(args: readonly string[]): Promise<number> {
  const known = { values: ["stack", "since"], flags: ["preview", "json"], required: "stack" } as const;
  const { stack = "", since, preview, json } = readOptions("report", args, known);
  if (preview && since !== undefined) {
    const must = "must have `--since` or `--preview`, not both: a preview knows what was before";
    throw new Problems("The options do not hold:", [{ path: "npm run report", must, cure: "leave one out" }]);
  }
  const report = preview ? ofPreview(stack) : await ofUpdate(stack, since);
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : renderMarkdown(report));
  return 0;
}

function ofPreview(stack: string): Report {
  const { log } = planFiles(root, stack);
  const cure = `run \`npm run plan -- --stack ${stack}\``;
  return reportPreview(stack, readEngineLog(read(log, cure), log));
}

async function ofUpdate(stack: string, since: string | undefined): Promise<Report> {
  const before = since === undefined ? undefined : readBefore(since);
  const { paths } = await setUpTools(root, [], stack);
  return await reportUpdate(stack, before, await requireOutputs(paths.pulumi ?? "pulumi", root, stack));
}

/** Saved outputs; of a stack that had none yet, an empty object. */
function readBefore(file: string): StackOutputs {
  const cure = "save them with `npm run -s pulumi -- stack output --json --stack NAME` before the update";
  const text = read(file, cure);
  try {
    const outputs = JSON.parse(text) as Partial<StackOutputs>;
    const { functions = {} } = outputs;
    const isOutputs = "functions" in outputs || Object.keys(outputs).length === 0;
    const isWhole = ({ ref, tags }: FunctionOutput) => typeof ref === "string" && Array.isArray(tags);
    if (!isOutputs || !Object.values(functions).every(isWhole)) throw new Error("no outputs of this program");
    return { functions };
  } catch (error) {
    const problem = { path: file, must: "must be the outputs of a stack as JSON", cure };
    throw new Problems("The outputs before cannot be read:", [problem], { cause: error });
  }
}

function read(file: string, cure: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const refused = refusalOf(error, file);
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (refused === undefined && !missing) throw error;
    const problem = refused ?? { path: file, must: "must be there", cure };
    throw new Problems("The report cannot be made:", [problem], { cause: error });
  }
}
