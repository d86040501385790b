// Owns the rules that the workflows keep beyond being valid: pinned actions, least permissions, nothing of an event in a script.
import { load } from "js-yaml";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly "timeout-minutes"?: number;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>> | string | readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

const triggers = ["pull_request", "push", "schedule", "workflow_dispatch"];
const grants = ["contents: read", "id-token: write", "pull-requests: write", "issues: write"];
const ownBranch = "github.event.pull_request.head.repo.full_name == github.repository";
const mainOnly = "github.ref == 'refs/heads/main'";

/** What of a workflow's text breaks a rule. */
export function breaches(text: string, npmScripts: readonly string[]): readonly string[] {
  const workflow = load(text) as Workflow;
  const events = typeof workflow.on === "string" ? [workflow.on] : Object.keys(workflow.on);
  const jobs = Object.entries(workflow.jobs);
  return [
    ...unpinned(text),
    ...events.filter((event) => !triggers.includes(event)).map((event) => `is started by ${event}`),
    ...(Object.keys(workflow.permissions ?? { all: "" }).length > 0
      ? ["grants permissions to every job"]
      : []),
    ...(workflow.concurrency === undefined ? ["may run twice at once"] : []),
    ...(workflow.defaults?.run?.shell === "bash" ? [] : ["has scripts without pipefail"]),
    ...jobs.flatMap(([name, job]) =>
      [...ofJob(job, events), ...ofSteps(job, npmScripts)].map((breach) => `${name}: ${breach}`),
    ),
    ...(jobs.some(([, { environment }]) => environment !== undefined) &&
    workflow.concurrency?.["cancel-in-progress"] !== false
      ? ["a deployment may be cancelled half way"]
      : []),
  ];
}

/** The lines that use an action of another repository without its commit and version. */
export function unpinned(text: string): readonly string[] {
  const uses = text.split("\n").filter((line) => /^\s*(- )?uses:/.test(line));
  const isPinned = (line: string) =>
    /uses: (\.\/\S+|[\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/.test(line);
  return uses.filter((line) => !isPinned(line)).map((line) => `is not pinned: ${line.trim()}`);
}

function ofJob(job: Job, events: readonly string[]): readonly string[] {
  const granted = Object.entries(job.permissions ?? { all: "" }).map(([what, how]) => `${what}: ${how}`);
  const more = granted.filter((grant) => !grants.includes(grant)).map((grant) => `is granted ${grant}`);
  const hasToken = granted.includes("id-token: write");
  const writes = granted.some((grant) => grant.endsWith(": write") && grant !== "id-token: write");
  const guard = events.includes("pull_request") ? ownBranch : mainOnly;
  return [
    ...more,
    ...(job["timeout-minutes"] === undefined ? ["has no time-out"] : []),
    ...(hasToken && !(job.if ?? "").includes(guard) ? [`gets a token of the cloud without ${guard}`] : []),
    ...(writes && (hasToken || job.steps.some(({ uses = "" }) => runsOurCode(uses)))
      ? ["may write on GitHub where the repository's code runs"]
      : []),
  ];
}

function runsOurCode(uses: string): boolean {
  return uses.startsWith("./") || uses.startsWith("actions/checkout@");
}

function ofSteps({ steps }: Job, npmScripts: readonly string[]): readonly string[] {
  return steps.flatMap(({ uses = "", run = "", with: options }) => {
    const commands = [...run.matchAll(/\bnpm (?:run (?:-s )?)?([\w:]+)/g)].map(([, command = ""]) => command);
    return [
      ...(run.includes("${{") ? ["has an expression in a script"] : []),
      ...commands.filter((command) => !npmScripts.includes(command)).map((one) => `runs npm's ${one}`),
      ...(uses.startsWith("actions/checkout@") && options?.["persist-credentials"] !== false
        ? ["keeps its token in the checkout"]
        : []),
    ];
  });
}
