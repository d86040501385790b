// The quick reader of usual YAML against js-yaml: the same nodes, spans and values, or no answer at all.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import fc from "fast-check";
import { wrapResources } from "../../../catalog/check/resource-list.ts";
import { parseAny } from "../../../sdk/yaml/parse.ts";
import { SyntaxProblem } from "../../../sdk/yaml/problem.ts";
import { parseUsual } from "../../../sdk/yaml/read-usual.ts";
import type { Tree } from "../../../sdk/yaml/tree.ts";
import { benchResource } from "../../../tools/bench/resources.ts";
import { randomYaml, Tape } from "./random-yaml.ts";

const RUNS = Number(process.env.SDK_PROPERTY_RUNS ?? 3000);
const SEED = Number(process.env.SDK_PROPERTY_SEED ?? 20_240_501);
const options = { numRuns: RUNS, seed: SEED, includeErrorInReport: true };
const root = join(import.meta.dirname, "..", "..", "..");

function nodesOf(tree: Tree): unknown {
  const { length } = tree.value;
  const spans = [tree.start, tree.end, tree.next, tree.kind, tree.count].map((one) => [
    ...one.subarray(0, length),
  ]);
  const { value, roots, withEmpty, shared, aliases, anchors } = tree;
  return { spans, value, roots, withEmpty, shared, aliases, anchors };
}

function any(text: string): Tree | undefined {
  try {
    return parseAny(text);
  } catch (error) {
    if (error instanceof SyntaxProblem) return undefined;
    throw error;
  }
}

/** Compares both readers; whether the quick one gave an answer. */
function compare(text: string): boolean {
  const quick = parseUsual(text);
  if (quick === undefined) return false;
  const thorough = any(text);
  assert.ok(thorough !== undefined, `js-yaml refuses what the quick reader takes:\n${text}`);
  assert.deepEqual(nodesOf(quick), nodesOf(thorough), text);
  return true;
}

/** What tells tokens apart, so that changes of a text hit its syntax. */
const PIECES = [
  ..." \n:-#,[]{}'\"|>?&*!%@`~\\.<",
  "\n\n",
  "  ",
  ": ",
  "- ",
  " #",
  "\n  ",
  "|\n",
  ">-\n",
  "<<",
  "---\n",
  "\t",
  "\r\n",
  "x",
  "1",
  "é",
];

test("texts of all the functions' cases", () => {
  const files = readdirSync(join(root, "functions"), { recursive: true, encoding: "utf8" });
  const cases = files.filter((file) => /cases.*(input|expected|functionConfig)\.yaml$/.test(file));
  const texts = cases.map((file) => readFileSync(join(root, "functions", file), "utf8"));
  const documents = texts.flatMap((text) => [text, ...text.split(/^---\n/m)]);
  const read = documents.filter((text) => compare(text));
  assert.ok(read.length > 500, `only ${read.length} of ${documents.length} texts are read quickly`);
});

test("the resources that functions are timed on are usual", () => {
  const list = wrapResources(Array.from({ length: 9 }, (_, index) => benchResource(index)));
  assert.ok(compare(list));
});

const changed = fc.record({
  tape: fc.array(fc.nat(0xffff), { minLength: 10, maxLength: 150, size: "max" }),
  changes: fc.array(fc.record({ at: fc.nat(), cut: fc.nat(3), put: fc.constantFrom("", ...PIECES) }), {
    maxLength: 4,
  }),
});

type Changed = typeof changed extends fc.Arbitrary<infer T> ? T : never;

function textOf({ tape, changes }: Changed): string {
  let { text } = randomYaml(new Tape(tape));
  for (const { at, cut, put } of changes) {
    const place = at % (text.length + 1);
    text = text.slice(0, place) + put + text.slice(place + cut);
  }
  return text;
}

test("random texts, also with pieces of syntax taken out and put in", () => {
  let read = 0;
  fc.assert(
    fc.property(changed, (one) => {
      if (compare(textOf(one))) read++;
    }),
    options,
  );
  assert.ok(read > RUNS / 20, `only ${read} of ${RUNS} random texts are read quickly`);
});

test("lists of random texts, of which those that are unusual are left to js-yaml one by one", () => {
  let read = 0;
  const item = fc.oneof(
    changed,
    changed.map((one) => ({ ...one, changes: [] })),
  );
  fc.assert(
    fc.property(
      fc.array(item, { minLength: 1, maxLength: 3 }),
      item,
      fc.constantFrom("", "  "),
      (items, config, pad) => {
        const list = wrapResources(items.map(textOf), textOf(config)).replace(
          /^(- | {2})(?=.*$)/gm,
          `${pad}$1`,
        );
        if (compare(list)) read++;
      },
    ),
    options,
  );
  assert.ok(read > RUNS / 30, `only ${read} of ${RUNS} lists are read quickly`);
});

describe("what is read quickly", () => {
  for (const text of [
    "a: 1",
    "a: b # c\n",
    "a:\n# c\n- b\n-   c: d\n    e: f\n",
    "a: |\n  b\n\n   c\nd: >-\n  e\n  f\n\n    g\n  h\n\n\n",
    "a: |+\n  b\n\n# c\nd: >\n\n  e\n   # f\n",
    "- a\n".replace("- a", "a: b\n\n   # deeper\nc: d"),
    "a: [b, {c: d, e: }, 'f''g', \"h\\u00e9\\n\"] # i\n",
    "a: {b: [\n  c,\n  d\n  ]\n}\n",
    'a:\n  - - b\n    - c\n  - |\n    d\n  - [e]   \n  - "f": g\n',
    "items:\n- a: &x b\n  c: *x\n# d\n- e: f\n- {g:\n  h i}\n-   j: !!str 1\n    # k\n  # l\nconfig:\n  m: n\n    o\n",
    "a:\nb:\n  c:\n\n\nd: ~\n80: 0x1F\ntrue: 1_000\n",
  ]) {
    test(JSON.stringify(text), () => assert.ok(compare(text)));
  }
});

describe("what is left to js-yaml", () => {
  for (const text of [
    "",
    "# a\n",
    "a",
    "- a\n",
    "a: &b c\n",
    "a: *b\n",
    "a: !!str 1\n",
    "a: b\n  c\n",
    "a: b\r\n",
    "a:\tb\n",
    "? a\n: b\n",
    "a: 1\na: 2\n",
    "<<: {a: b}\n",
    'a: "b\n  c"\n',
    "---\na: b\n",
    "a: b\n...\n",
    "a: {",
    "a: [b,\n",
    "a: {b:",
    "a: {b}\n",
    "a: [b: c]\n",
    "a: |2\n  b\n",
    "a:\n-\n- b\n",
    "a: b: c\n",
    "__proto__: a\n",
    "a: \u0007\n",
    `a: ${"[".repeat(50)}${"]".repeat(50)}\n`,
  ]) {
    test(JSON.stringify(text), () => assert.equal(parseUsual(text), undefined));
  }
});
