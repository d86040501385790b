// Owns what became of each function between two sets of a stack's outputs.
import { unknownValue } from "../../stack/engine-log.ts";
import type { FunctionOutput, StackOutputs } from "../../stack/outputs.ts";
import type { Change, ReportedFunction, ReportedPlatform } from "./model.ts";

/** What is reported of the functions, and how many are left out since nothing of them changed. */
export interface Changes {
  readonly functions: readonly ReportedFunction[];
  readonly unchanged?: number;
}

/**
 * Compares outputs; without `before` every function counts as published.
 *
 * @param digests what is known of digests beside the outputs, by function
 */
export function compareOutputs(
  before: StackOutputs | undefined,
  after: StackOutputs,
  digests: Readonly<Record<string, string>> = {},
): Changes {
  const now = Object.values(after.functions).sort(byName);
  const gone = Object.values(before?.functions ?? {}).filter(({ name }) => !(name in after.functions));
  const reported = now.flatMap((fn): ReportedFunction[] => {
    const old = before?.functions[fn.name];
    const digest = digestOf(fn) ?? digests[fn.name];
    if (old !== undefined && digest === digestOf(old) && fn.tags.join() === old.tags.join()) return [];
    const change: Change = before === undefined ? "published" : old === undefined ? "new" : "changed";
    return [{ ...describe(fn, old), change, ...(digest === undefined ? {} : { digest }) }];
  });
  const removed = gone.map((fn): ReportedFunction => ({ ...describe(fn, undefined), change: "removed" }));
  return {
    functions: [...reported, ...removed].sort(byName),
    ...(before === undefined ? {} : { unchanged: now.length - reported.length }),
  };
}

function describe(fn: FunctionOutput, old: FunctionOutput | undefined): Omit<ReportedFunction, "change"> {
  const digest = digestOf(fn);
  const digestBefore = old && digestOf(old);
  const [tag] = fn.tags;
  return {
    name: fn.name,
    version: fn.version,
    ...(old === undefined || old.version === fn.version ? {} : { versionBefore: old.version }),
    ...(tag === undefined ? {} : { image: tag.slice(0, tag.lastIndexOf(":")) }),
    tags: fn.tags.map((one) => one.slice(one.lastIndexOf(":") + 1)),
    ...(digest === undefined ? {} : { digest }),
    ...(digestBefore === undefined ? {} : { digestBefore }),
    platforms: platformsOf(fn, old),
  };
}

/** Of a preview they are unknown. */
function platformsOf(fn: FunctionOutput, old: FunctionOutput | undefined): Record<string, ReportedPlatform> {
  if (typeof fn.platforms !== "object") return {};
  const known = typeof old?.platforms === "object" ? old.platforms : {};
  return Object.fromEntries(
    Object.entries(fn.platforms).map(([platform, { digest, size }]) => {
      const before = known[platform]?.size;
      const own = { ...(digest === undefined ? {} : { digest }), size };
      return [platform, before === undefined ? own : { ...own, sizeBefore: before }];
    }),
  );
}

/** The digest of a function's reference; undefined where a preview does not know it. */
export function digestOf({ ref }: Pick<FunctionOutput, "ref">): string | undefined {
  if (ref === unknownValue) return undefined;
  return /@(sha256:[0-9a-f]{64})$/.exec(ref)?.[1];
}

/** Order by name, the same on every machine. */
export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
