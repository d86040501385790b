// Owns reading the engine's own log of one run (`--event-log`, a JSON object a line): its steps, what it told, its outcome.
import { Problems } from "../../catalog/problems.ts";
import type { StackOutputs } from "./outputs.ts";

/** A resource as the engine has it before or after a step, as far as it is needed. */
export interface ResourceState {
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** What the engine does, or would do, to one resource. */
export interface Step {
  /** Such as `same`, `create`, `update`, `delete`, `replace`, `create-replacement`, `read`. */
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly old?: ResourceState | null;
  readonly new?: ResourceState | null;
}

/** What the engine, a provider or the program told. */
export interface Told {
  readonly severity: string;
  /** Without the prefix `error: ` or `warning: `. */
  readonly message: string;
  /** The resource that it is about. */
  readonly urn?: string;
}

/** One run of the engine. */
export interface EngineLog {
  readonly steps: readonly Step[];
  /** What was told for good: without the lines of builds that come and go. */
  readonly told: readonly Told[];
  /** Whether the run came to its end without an error. */
  readonly succeeded: boolean;
  /** The stack's outputs before the run; undefined where it had none. */
  readonly before: StackOutputs | undefined;
  /** The stack's outputs after it, unknown parts included; undefined where the run failed. */
  readonly after: StackOutputs | undefined;
}

interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: Step };
  readonly resOutputsEvent?: { readonly metadata: Step };
  readonly diagnosticEvent?: Told & { readonly ephemeral?: boolean };
  readonly summaryEvent?: { readonly result?: string };
}

const stackType = "pulumi:pulumi:Stack";

/** The text that stands for what a preview does not know yet: https://github.com/pulumi/pulumi, sdk/go/common/resource/plugin/rpc.go */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * Reads the text of a log. The last line of a run that was killed may be cut: what came before it counts.
 *
 * @param path where the text is from, for messages
 * @throws Problems where it is no such log
 */
export function readEngineLog(text: string, path: string): EngineLog {
  const events = parse(text, path);
  const succeeded = events.some(({ summaryEvent }) => summaryEvent?.result === "succeeded");
  const stack = events.flatMap(({ resOutputsEvent }) =>
    resOutputsEvent?.metadata.type === stackType ? [resOutputsEvent.metadata] : [],
  );
  const told = events.flatMap(({ diagnosticEvent: event }) =>
    event === undefined || event.ephemeral === true || event.severity === "debug" ? [] : [event],
  );
  return {
    steps: stepsIn(events),
    told: told.map(({ severity, message, urn }) => ({
      severity,
      message: message.trimEnd(),
      ...(urn === undefined ? {} : { urn }),
    })),
    succeeded,
    before: outputsIn(stack.at(0)?.old),
    after: succeeded ? outputsIn(stack.at(-1)?.new) : undefined,
  };
}

/** The last that is said of each step: what it came to where it was done, else what was meant to be done. */
function stepsIn(events: readonly EngineEvent[]): readonly Step[] {
  const steps = new Map<string, Step>();
  for (const { resourcePreEvent, resOutputsEvent } of events) {
    const step = (resOutputsEvent ?? resourcePreEvent)?.metadata;
    if (step !== undefined) steps.set(`${step.op} ${step.urn}`, step);
  }
  return [...steps.values()];
}

function outputsIn(state: ResourceState | null | undefined): StackOutputs | undefined {
  const functions = state?.outputs?.functions;
  return functions === undefined ? undefined : ({ functions } as StackOutputs);
}

function parse(text: string, path: string): readonly EngineEvent[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const problem = (line: number): never => {
    const must = "must be the engine's log of a run, an event a line";
    const cure = "run `npm run plan -- --stack NAME`, which writes one";
    throw new Problems("The log cannot be read:", [{ path: `${path}:${line}`, must, cure }]);
  };
  const events = lines.flatMap((line, at) => {
    try {
      return [JSON.parse(line) as EngineEvent];
    } catch {
      return at === lines.length - 1 && at > 0 ? [] : problem(at + 1);
    }
  });
  return events.some((event) => typeof event === "object" && event !== null) ? events : problem(1);
}
