// Owns feeding every function random and mutated ResourceLists: none may crash, hang, lose items or write what is no list.
// FUZZ_SEED (a number) chooses others, FUZZ_SECONDS how long it goes on.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { Script } from "node:vm";
import { readCases } from "../../catalog/check/case.ts";
import type { Outcome } from "../../catalog/check/cases.ts";
import { splitDocuments } from "../../catalog/check/documents.ts";
import { wrapResources } from "../../catalog/check/resource-list.ts";
import {
  type CatalogFunction,
  commandOutside,
  type LoadedFunction,
  loadFunctions,
  readCatalog,
  writeContexts,
} from "../../catalog/index.ts";
import { randomYaml, Tape } from "../unit/sdk/random-yaml.ts";
import { type Habits, habitsOf, problemOf } from "./fuzz/judge.ts";
import { broken, mutated } from "./fuzz/mutate.ts";
import { Random } from "./fuzz/random.ts";
import { shrunk } from "./fuzz/shrink.ts";

const SEED = Number(process.env.FUZZ_SEED ?? 20_241_126);
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 30);
/** Inputs for each function, however slow the machine is. */
const LEAST = 150;
/** Milliseconds after which one run counts as hanging. */
const PATIENCE = 20_000;
/** The same for a program that is started for each run. */
const PROCESS_PATIENCE = 60_000;
/** Runs of whole processes for each function. */
const PROCESSES = 3;

const root = join(import.meta.dirname, "..", "..");
const outDir = `.cache/fuzz-${process.pid}`;
after(() => rmSync(join(root, outDir), { recursive: true, force: true }));

const catalog = await readCatalog(root);
const loaded = await loadFunctions(root, catalog);
const contexts = await writeContexts(root, catalog, outDir);
const casesOf = new Map(catalog.map((fn) => [fn.name, readCases(join(root, fn.folder, "cases"), fn.cases)]));
const everyItem = [...casesOf.values()].flat().flatMap((one) => (one.isList ? [] : documentsOf(one.input)));

function documentsOf(list: string): readonly string[] {
  const items = list.split("\nfunctionConfig:\n")[0]?.split(/^items:\n/m)[1] ?? "";
  return items
    .split(/^- /m)
    .slice(1)
    .map((item) => item.replace(/^ {2}/gm, ""));
}

/** What runs a function: its bundle in this process, or else its program. */
function evaluatorOf({ fn, evaluate }: LoadedFunction): (input: string) => Outcome {
  return fn.go ? (input) => runProcess(fn, Buffer.from(input)) : (input) => evaluate(input) as Outcome;
}

/** A text as the function gets it: to a process it goes as bytes, and half of a character, which these cannot hold, as U+FFFD. */
function givenTo(fn: CatalogFunction, text: string): string {
  return fn.go ? Buffer.from(text).toString() : text;
}

/** The function as a whole process. */
function runProcess(fn: CatalogFunction, input: Buffer): Outcome {
  const app = join(root, contexts.find(({ name }) => name === fn.name)?.path ?? "", "app");
  const [program = "", ...args] = commandOutside(fn, app) ?? [];
  const ran = spawnSync(program, args, { input, timeout: PROCESS_PATIENCE, maxBuffer: 1 << 28 });
  return { output: String(ran.stdout), stderr: String(ran.stderr), exitCode: ran.status ?? -1 };
}

/** A run that is stopped where it hangs. */
function limited(evaluate: (input: string) => unknown, input: string): Outcome {
  const holder = globalThis as { fuzzed?: () => unknown };
  holder.fuzzed = () => evaluate(input);
  return new Script("fuzzed()").runInThisContext({ timeout: PATIENCE }) as Outcome;
}

function failureOf(evaluate: (input: string) => unknown, input: string, habits: Habits): string | undefined {
  try {
    return problemOf(input, limited(evaluate, input), habits);
  } catch (error) {
    return `it must not throw: ${(error as Error).stack}`;
  }
}

/** An input: one of the function's cases, or its functionConfig over other items; mostly changed. */
function inputFor(name: string, random: Random): string {
  const one = random.pick(casesOf.get(name) ?? []);
  const kind = random.below(8);
  if (kind < 4) return mutated(one.input, random);
  const items = Array.from({ length: random.below(4) }, () =>
    random.below(2) === 0
      ? random.pick(everyItem)
      : (splitDocuments(randomYaml(new Tape(random.tape(120))).text)[0] ?? ""),
  );
  const own = one.isList ? [] : documentsOf(one.input).slice(0, 3);
  const list = wrapResources(
    [...own, ...items].filter((item) => item !== ""),
    one.functionConfig,
  );
  return kind === 7 ? list : mutated(list, random);
}

describe(`with FUZZ_SEED=${SEED}`, () => {
  for (const one of loaded) {
    const { fn } = one;
    const evaluate = evaluatorOf(one);
    const habits = (casesOf.get(fn.name) ?? []).reduce<Habits>(
      (all, one) => {
        const shown = habitsOf(one.input, evaluate(one.input));
        return {
          drops: all.drops || shown.drops,
          rewrites: all.rewrites || shown.rewrites,
          speaks: all.speaks || shown.speaks,
        };
      },
      { drops: false, rewrites: false, speaks: false },
    );

    test(`${fn.name} stands whatever it is given`, (context) => {
      const random = new Random(SEED);
      const failing = (text: string) => failureOf(evaluate, givenTo(fn, text), habits);
      const end = Date.now() + (SECONDS * 1000) / loaded.length;
      let count = 0;
      for (; count < LEAST || Date.now() < end; count++) {
        const input = inputFor(fn.name, random);
        if (failing(input) === undefined) continue;
        const small = shrunk(input, (text) => failing(text) !== undefined);
        const reason = failing(small);
        assert.fail(
          `${fn.name}, input ${count} of FUZZ_SEED=${SEED}: ${reason}\n--- the input, shortened:\n${small}`,
        );
      }
      context.diagnostic(
        `${count} inputs${habits.drops ? "; may drop items" : ""}${habits.rewrites ? "; may rewrite items" : ""}`,
      );
    });

    test(`${fn.name} does so as a process, also with broken bytes`, () => {
      const random = new Random(SEED + 1);
      for (let i = 0; i < PROCESSES; i++) {
        const text = inputFor(fn.name, random);
        const bytes = i === 0 ? Buffer.from(text, "utf8") : broken(text, random);
        const outcome = runProcess(fn, bytes);
        const failure = problemOf(String(bytes), outcome, habits);
        if (failure !== undefined)
          assert.fail(`${fn.name}, FUZZ_SEED=${SEED}, process ${i}: ${failure}\n---\n${bytes}`);
        if (i === 0) assert.deepEqual(outcome, limited(evaluate, String(bytes)));
      }
    });
  }
});

test("functions with a recipe of their own are fuzzed where their program is", (context) => {
  const others = catalog.filter(({ recipe, go }) => recipe.own && !go).map(({ name }) => name);
  context.diagnostic(others.length === 0 ? "there are none" : `not here: ${others.join(", ")}`);
  assert.equal(loaded.length + others.length, catalog.length);
});
