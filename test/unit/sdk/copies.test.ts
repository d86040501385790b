// Values that are written a second time: the functionConfig, or a part of it, as a resource.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { load } from "js-yaml";
import { command, type KubeObject, type Path, type ResourceList } from "../../../sdk/index.ts";
import { createSchema } from "../../../sdk/yaml/schema.ts";
import { randomYaml, Tape } from "./random-yaml.ts";

const INFO = { name: "f", description: "", version: "v1", config: [] };

function run(input: string, path: Path = [], change: (copy: KubeObject) => void = () => {}): string {
  const transform = ({ items, functionConfig, source }: ResourceList) => {
    const copy = source.copy(functionConfig as object, path) as KubeObject;
    change(copy);
    items.push(copy);
  };
  const { output, stderr } = command(transform, INFO).evaluate(input);
  assert.equal(stderr, "");
  return output;
}

const HEAD = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n";
const CONFIG = `functionConfig:
    # head
    # of two lines
    kind: X   # kind
    # own line
    spec:
        plain: 1.10

        list: # list
        - "a"
        - {b: 'c'} # c
        text: |-
            one

              two
# left of all
        quoted: "a
            b"
    # foot
`;
const ITEM = `# head
  # of two lines
  kind: X   # kind
  # own line
  spec:
      plain: 1.10

      list: # list
      - "a"
      - {b: 'c'} # c
      text: |-
          one

            two
  # left of all
      quoted: "a
          b"
  # foot
`;

test("a copy is written as its source, at another depth", () => {
  assert.equal(run(`${HEAD}${CONFIG}items: []\n`), `${HEAD}${CONFIG}items:\n- ${ITEM}`);
  assert.equal(run(`${HEAD}items:\n- kind: A\n${CONFIG}`), `${HEAD}items:\n- kind: A\n- ${ITEM}${CONFIG}`);
});

test("what is changed in a copy is edited in its text, and the source stays", () => {
  const output = run(`${HEAD}${CONFIG}items: []\n`, [], (copy) => {
    copy.kind = "Z";
    copy.spec.list.push("d");
    copy.spec.text = undefined;
    copy.last = { x: 1 };
  });
  const changed = ITEM.replace("kind: X", "kind: Z")
    .replace("# c\n", "# c\n      - d\n")
    .replace(/ {6}text:[\s\S]*two\n/, "")
    .concat("  last:\n      x: 1\n");
  assert.equal(output, `${HEAD}${CONFIG}items:\n- ${changed}`);
});

test("entries of a list bring the comments above them", () => {
  const list = `${HEAD}functionConfig:
  items:
  # one
  - kind: A # a
  # two
  # lines
  - kind: B
    text: |
      x
items: []
`;
  assert.equal(run(list, ["items", 0]), list.replace("items: []", "items:\n- # one\n  kind: A # a"));
  assert.equal(
    run(list, ["items", 1]),
    list.replace("items: []", "items:\n- # two\n  # lines\n  kind: B\n  text: |\n    x"),
  );
});

test("anchors and aliases inside a copy stay, those to what is outside are written out", () => {
  const both = "functionConfig:\n  a: &a {x: 1}\n  b: *a\n";
  assert.equal(run(`${HEAD}${both}items: []\n`), `${HEAD}${both}items:\n- a: &a {x: 1}\n  b: *a\n`);
  const outer = "functionConfig:\n  a: &a {x: 1}\n  items:\n  - b: *a\n";
  const first = `${HEAD}items: []\n${outer}`;
  assert.equal(run(first, ["items", 0]), `${HEAD}items:\n- b:\n    x: 1\n${outer}`);
});

test("a source in flow style, and Windows line ends", () => {
  assert.equal(
    run(`${HEAD}functionConfig: {kind: A, x: [1]}\nitems: []\n`),
    `${HEAD}functionConfig: {kind: A, x: [1]}\nitems:\n- kind: A\n  x:\n  - 1\n`,
  );
  const windows = (text: string) => text.replaceAll("\n", "\r\n");
  assert.equal(run(windows(`${HEAD}${CONFIG}items: []\n`)), windows(`${HEAD}${CONFIG}items:\n- ${ITEM}`));
  const blank = windows(`${HEAD}functionConfig:\n k: |\n   one\n   \n l: 1\n`);
  assert.equal(run(`${blank}items: []\r\n`), `${blank}${windows("items:\n- k: |\n    one\n    \n  l: 1\n")}`);
});

test("what goes on to the left of the map does not come to the very left, where it would begin a document", () => {
  const list = `${HEAD}functionConfig:
  items:
    - kind: A
      text: "a
  --- b"
items: []
`;
  const copy = 'items:\n  - kind: A\n    text: "a\n     --- b"\n';
  assert.equal(run(list, ["items", 0]), list.replace("items: []\n", copy));
});

test("a copy of any text, at any depth, reads as its source", () => {
  const tapes = fc.array(fc.nat(0xffff), { minLength: 10, maxLength: 400, size: "max" });
  fc.assert(
    fc.property(tapes, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 4 }), (tape, by, list) => {
      const source = randomYaml(new Tape(tape)).text.replace(/^\ufeff/, "");
      const eol = source.includes("\r\n") ? "\r\n" : "\n";
      const shifted = source.replace(/^(?=[^\r\n])/gm, " ".repeat(by)).replace(/(?<!\n)$/, eol);
      const head = `${HEAD}items:\n${" ".repeat(list)}- kind: A\nfunctionConfig:\n`.replaceAll("\n", eol);
      const config = read(head + shifted)?.functionConfig;
      fc.pre(typeof config === "object" && config !== null && !Array.isArray(config));
      const output = run(head + shifted);
      const result = read(output);
      assert.deepEqual(result?.items.at(-1), config, output);
      assert.deepEqual(result?.functionConfig, config, output);
      assert.ok(output.endsWith(head.slice(head.indexOf("functionConfig")) + shifted), output);
    }),
    { numRuns: Number(process.env.SDK_PROPERTY_RUNS ?? 500), seed: 20_240_501, includeErrorInReport: true },
  );
});

// biome-ignore lint/suspicious/noExplicitAny: random data
function read(text: string): any {
  try {
    return load(text, { schema: createSchema() });
  } catch {
    return undefined;
  }
}
