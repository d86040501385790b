// Owns what must hold for whatever a function is given.
import { isDeepStrictEqual } from "node:util";
import { load } from "js-yaml";
import type { Outcome } from "../../../catalog/check/cases.ts";
import { readList } from "../../../catalog/check/resource-list.ts";
import { createSchema } from "../../../sdk/yaml/schema.ts";

/** What a function does to items where its cases say so, and must not do else. */
export interface Habits {
  /** It drops items. */
  readonly drops: boolean;
  /** It changes the text of items whose data stays: their comments, or how they are written. */
  readonly rewrites: boolean;
  /** It says something on standard error without an error. */
  readonly speaks: boolean;
}

interface Items {
  readonly data: readonly unknown[];
  /** Undefined where they are not in block style, so that the text cannot be cut. */
  readonly texts: readonly string[] | undefined;
}

/** The habits that one run shows. */
export function habitsOf(input: string, { output, stderr, exitCode }: Outcome): Habits {
  const [before, after] = [itemsOf(input), itemsOf(output)];
  const speaks = exitCode === 0 && stderr !== "";
  if (before === undefined || after === undefined) return { drops: false, rewrites: false, speaks };
  const drops = after.data.length < before.data.length;
  return { drops, rewrites: rewritten(before, after) !== undefined, speaks };
}

/** What is wrong with an outcome; undefined where all holds. */
export function problemOf(
  input: string,
  { output, stderr, exitCode }: Outcome,
  habits: Habits,
): string | undefined {
  if (/is a bug in the function|^\s+at .*:\d+:\d+\)?$|^goroutine \d+/m.test(stderr))
    return `it must not crash: ${stderr}`;
  if (exitCode !== 0 && exitCode !== 1) return `the exit code must be 0 or 1, not ${exitCode}`;
  if (!(habits.speaks && exitCode === 0) && (exitCode === 0) !== (stderr === ""))
    return `the exit code ${exitCode} must not come with the message "${stderr}"`;
  if (output === "") return exitCode === 1 ? undefined : "without an error there must be an output";
  const after = itemsOf(output);
  if (after === undefined) return `the output must be a ResourceList:\n${output.slice(0, 4000)}`;
  // A reader of YAML 1.1, as that of Go, takes these for line breaks.
  const before = itemsOf(input) ?? itemsOf(input.replace(/[\x85\u2028\u2029]/g, "\n"));
  if (before === undefined) return "an input that is no ResourceList must be refused";
  if (!habits.drops && after.data.length < before.data.length) {
    return `items must not be lost: ${before.data.length} went in, ${after.data.length} came out`;
  }
  const at = habits.rewrites ? undefined : rewritten(before, after);
  return at === undefined
    ? undefined
    : `the item ${at} must stay as it is:\n${before.texts?.[at]}\nbut became:\n${after.texts?.[at]}`;
}

/** The first item whose data is the same and whose text is not; items are compared by place, as long as none comes or goes. */
function rewritten(before: Items, after: Items): number | undefined {
  const { texts } = before;
  if (texts === undefined || after.texts === undefined || before.data.length !== after.data.length)
    return undefined;
  const at = texts.findIndex(
    // Blank lines behind the last item belong to what follows.
    (text, i) =>
      text.trimEnd() !== after.texts?.[i]?.trimEnd() && isDeepStrictEqual(before.data[i], after.data[i]),
  );
  return at < 0 ? undefined : at;
}

function itemsOf(text: string): Items | undefined {
  let list: { kind?: unknown; items?: unknown } | null | undefined;
  try {
    list = load(text, { schema: createSchema(), maxTotalMergeKeys: 1_000_000 } as object) as typeof list;
  } catch {
    return undefined;
  }
  if (list?.kind !== "ResourceList") return undefined;
  const data = Array.isArray(list.items) ? list.items : [];
  try {
    const { documents } = readList(text);
    return { data, texts: documents.length === data.length ? documents : undefined };
  } catch {
    return { data, texts: undefined }; // a tag that only the SDK's schema knows
  }
}
