// Owns the tests of YAML that means harm, in whole processes with little memory and time: functions and the catalog refuse it, or cope.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { makeProject } from "./catalog/tree.ts";

const fixture = fileURLToPath(new URL("hostile-fixture.ts", import.meta.url));

/** Runs the fixture with at most 15 s and 400 MB of heap; more of either ends it by a signal. */
function run(args: readonly string[], input = "") {
  const node = ["--max-old-space-size=400", "--import", "tsx", fixture, ...args];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, node, {
    input,
    encoding: "utf8",
    timeout: 15_000,
    maxBuffer: 1 << 28,
  });
  assert.equal(signal, null, `must end by itself in time: ${stderr.slice(0, 500)}`);
  assert.ok(stderr.length < 10_000, `must say it briefly, not in ${stderr.length} characters`);
  return { status, stdout, stderr };
}

const head = `apiVersion: config.kubernetes.io/v1
kind: ResourceList
functionConfig:
  apiVersion: v1
  kind: ConfigMap
  metadata:
    name: config
  data:
    by-value: nowhere
    put-value: other
items:
- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: a
`;

/** Twelve anchors, each nine times the one before: some 3 * 10^11 values in a kilobyte. */
function bomb(first: string, next: (name: string) => string): string {
  const names = "abcdefghijkl".split("");
  return names
    .map((name, at) => `  ${name}: &${name} ${at === 0 ? first : next(`*${names[at - 1]}`)}\n`)
    .join("");
}

const lists = bomb("[x, x, x]", (alias) => `[${Array(9).fill(alias).join(", ")}]`);
const maps = bomb("{x: 1}", (alias) => `{${[..."klmnopqrs"].map((key) => `${key}: ${alias}`).join(", ")}}`);
const merges = bomb("{x: 1}", (alias) => `{y: {<<: ${alias}}, <<: [${Array(9).fill(alias).join(", ")}]}`);
const tooMany = /must not stand for more than 1000000 values/;
const tooDeep = /nesting exceeded maxDepth \(100\)/;

const refused: readonly (readonly [title: string, body: string, message: RegExp])[] = [
  ["lists of aliases of lists", lists, tooMany],
  ["maps of aliases of maps", maps, tooMany],
  ["an alias inside its own anchor", "  x: &x [*x]\n", /must not stand inside its own anchor/],
  ["a merge of lists in a list", "  x:\n    <<: [[{a: b}]]\n", /a merge \(`<<`\) must be of maps/],
  ["a merge of lists behind an alias", "  x: &x [[a]]\n  y: {<<: *x}\n", /a merge \(`<<`\) must be of maps/],
  ["brackets, never closed", `  x: ${"[".repeat(500_000)}\n`, tooDeep],
  ["braces, all closed", `  x: ${"{a: ".repeat(200_000)}1${"}".repeat(200_000)}\n`, tooDeep],
  ["dashes on one line", `  x:\n   ${"- ".repeat(500_000)}a\n`, tooDeep],
  ["questions on one line", `  x:\n   ${"? ".repeat(500_000)}a\n`, tooDeep],
  ["maps, each a column deeper", `  x:\n${levels(4000)}`, tooDeep],
  [
    "an error below what only looks deep",
    `  x: |\n   ${"- ".repeat(500_000)}a\n  y:\n   - [\n`,
    /items\[0\]\.y\[0\] \(line \d+\): unexpected end/,
  ],
];

function levels(count: number): string {
  return Array.from({ length: count }, (_, at) => `${" ".repeat(at + 3)}a:\n`).join("");
}

describe("hostile YAML given to a function", () => {
  for (const [title, body, message] of refused) {
    test(`${title}: refused with the place`, () => {
      const { status, stdout, stderr } = run(["function", "search-replace"], head + body);
      assert.equal(status, 1, stderr);
      assert.match(stderr, message);
      assert.match(stderr, /^search-replace: items\[0\]/);
      assert.equal(stdout, "");
    });
  }

  test("merge keys of merge keys, and a hundred thousand anchors: read as what they are", () => {
    const anchors = Array.from(
      { length: 100_000 },
      (_, at) => `    k${at}: &a${at} v\n    l${at}: *a${at}\n`,
    );
    for (const body of [merges, `  data:\n${anchors.join("")}`]) {
      const { status, stdout, stderr } = run(["function", "search-replace"], head + body);
      assert.equal(status, 0, stderr);
      assert.ok(stdout.startsWith(head.slice(0, head.indexOf("items:"))));
    }
  });
});

describe("hostile YAML in the catalog", () => {
  const file = "functions/good/function.yaml";
  const declarations: readonly (readonly [title: string, text: string, message: RegExp])[] = [
    [
      "lists of aliases",
      `version: v1.0.0\n${lists}description: *l\n`.replaceAll(/^ {2}/gm, ""),
      /at most 1000 values/,
    ],
    [
      "maps of aliases",
      `version: v1.0.0\n${maps}keywords: [*l]\n`.replaceAll(/^ {2}/gm, ""),
      /at most 1000 values/,
    ],
    ["merge keys", `version: v1.0.0\n${merges}config: [*l]\n`.replaceAll(/^ {2}/gm, ""), /must have/],
    ["brackets", `description: ${"[".repeat(60_000)}\n`, tooDeep],
    ["dashes", `description:\n ${"- ".repeat(30_000)}a\n`, tooDeep],
    [
      "an alias inside its own anchor",
      "description: &x [*x]\nversion: v1.0.0\n",
      /must have at most 1000 values/,
    ],
    ["more keys than anybody declares", many(9000), /at most 1000 values/],
    ["more text than anybody writes", many(20_000), /must be at most 0.064 MB large/],
  ];
  for (const [title, text, message] of declarations) {
    test(`${title}: refused with the path`, () => {
      const { status, stderr } = run(["catalog", makeProject({ [file]: text })]);
      assert.equal(status, 1, stderr);
      assert.match(stderr, message);
      assert.match(stderr, /^ {2}functions\/good\/function\.yaml/m);
    });
  }
});

function many(count: number): string {
  return Array.from({ length: count }, (_, at) => `k${at}:\n`).join("");
}
