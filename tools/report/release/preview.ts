// Owns the report of a preview: what the engine's log says that `up` would publish.
import { type EngineLog, type Step, unknownValue } from "../../stack/engine-log.ts";
import { isFunction, isIdle, isImage, nameOf } from "../../stack/image-steps.ts";
import { byName, compareOutputs, digestOf } from "./changes.ts";
import type { Change, Report, ReportedFunction } from "./model.ts";

/** What a preview of `stack` says. */
export function reportPreview(stack: string, log: EngineLog): Report {
  const digests = toldDigests(log);
  const others = log.steps.filter((step) => !isIdle(step.op) && !isFunction(step));
  const changes =
    log.after === undefined
      ? { functions: functionsOfSteps(log, digests) }
      : compareOutputs(log.before ?? { functions: {} }, log.after, digests);
  return {
    stack,
    of: "preview",
    succeeded: log.succeeded,
    ...changes,
    others: others.map(({ op, urn }) => ({ op, urn })),
    errors: messages(log, "error"),
    warnings: messages(log, "warning"),
  };
}

/** The digests that the program told, also of functions whose outputs a preview does not know. */
function toldDigests({ told }: EngineLog): Readonly<Record<string, string>> {
  const pattern = /^(\S+): checked on every platform; up publishes (sha256:[0-9a-f]{64})$/;
  const found = told.flatMap(({ message }) => {
    const [, name, digest] = pattern.exec(message) ?? [];
    return name === undefined || digest === undefined ? [] : [[name, digest] as const];
  });
  return Object.fromEntries(found);
}

/** What a failed preview came to know: it has no outputs. */
function functionsOfSteps(log: EngineLog, digests: Readonly<Record<string, string>>): ReportedFunction[] {
  const images = log.steps.filter((step) => isImage(step) && !isIdle(step.op));
  // A replacement has several steps.
  const byFunction = new Map(images.map((step) => [nameOf(step.urn), step] as const));
  const reported = [...byFunction].flatMap(([name, step]): ReportedFunction[] => {
    const old = log.before?.functions[name];
    const digest = digests[name];
    const digestBefore = old && digestOf(old);
    if (digest !== undefined && digest === digestBefore) return [];
    return [
      {
        name,
        change: changeOf(step.op),
        tags: tagsOf(step),
        platforms: {},
        ...(digest === undefined ? {} : { digest }),
        ...(digestBefore === undefined ? {} : { digestBefore }),
      },
    ];
  });
  return reported.sort(byName);
}

function changeOf(op: string): Change {
  if (op === "create") return "new";
  return op === "delete" ? "removed" : "changed";
}

function tagsOf(step: Step): readonly string[] {
  const tags = (step.new ?? step.old)?.inputs?.tags;
  if (!Array.isArray(tags) || tags.includes(unknownValue)) return [];
  return tags.map((tag: string) => tag.slice(tag.lastIndexOf(":") + 1));
}

/** Every message once; those of the engine that only say that something failed are left out. */
function messages({ told }: EngineLog, severity: string): readonly string[] {
  const own = told.filter((one) => one.severity === severity && one.message !== "preview failed");
  return [
    ...new Set(own.map(({ message, urn }) => (urn === undefined ? message : `${nameOf(urn)}: ${message}`))),
  ];
}
