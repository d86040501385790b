// How a function runs: inputs that are no ResourceList, results, config errors, and bugs.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  ConfigError,
  command,
  type FunctionInfo,
  type ResourceList,
  type Transform,
} from "../../../sdk/index.ts";

const INFO: FunctionInfo = {
  name: "set-thing",
  description: "Sets a thing.",
  version: "v1.2.3",
  config: [
    { apiVersion: "v1", kind: "ConfigMap", description: "`data.thing`" },
    { apiVersion: "fn.kpt.dev/v1alpha1", kind: "SetThing" },
  ],
};

const LIST = `apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: a # the name
`;

const run = (transform: Transform, input = LIST) => command(transform, INFO).evaluate(input);
const nothing = () => {};

describe("input that is no ResourceList", () => {
  const cases: readonly [name: string, input: string, message: string][] = [
    [
      "empty",
      "",
      "standard input: must be a ResourceList, but is empty; run the function through kpt, or see --help",
    ],
    [
      "blank",
      " \n\n",
      "standard input: must be a ResourceList, but is empty; run the function through kpt, or see --help",
    ],
    [
      "only comments",
      "# a\n",
      "input (line 1): must be a ResourceList, not null; run the function through kpt, or see --help",
    ],
    [
      "a scalar",
      "\nfoo\n",
      'input (line 2): must be a ResourceList, not "foo"; run the function through kpt, or see --help',
    ],
    [
      "a list",
      "- a\n",
      "input (line 1): must be a ResourceList, not a list; run the function through kpt, or see --help",
    ],
    [
      "a resource",
      "apiVersion: v1\nkind: ConfigMap\n",
      'kind (line 2): must be "ResourceList", not "ConfigMap"; run the function through kpt, or see --help',
    ],
    [
      "no kind",
      "items: []\n",
      'kind (line 1): must be "ResourceList", not missing; run the function through kpt, or see --help',
    ],
    [
      "a wrong version",
      "apiVersion: config.kubernetes.io/v2\nkind: ResourceList\n",
      'apiVersion (line 1): must be "config.kubernetes.io/v1" (or its v1beta1 or v1alpha1), not "config.kubernetes.io/v2"',
    ],
    [
      "items no list",
      `${LIST.slice(0, LIST.indexOf("items"))}items: {}\n`,
      "items (line 3): must be a list of resources, not a map",
    ],
    ["an item no map", `${LIST}# c\n- foo\n`, 'items[1] (line 9): must be a resource (a map), not "foo"'],
    ["an empty item", `${LIST}-\n`, "items[1] (line 8): must be a resource (a map), not null"],
    ["results no list", `${LIST}results: {}\n`, "results (line 8): must be a list of results, not a map"],
    [
      "functionConfig no map",
      `${LIST}functionConfig: x\n`,
      'functionConfig (line 8): must be a map, not "x"',
    ],
    ["two documents", `${LIST}---\n${LIST}`, "input (line 9): must be one document, but a second one begins"],
    [
      "a key twice",
      `${LIST}    name: b\n`,
      "items[0].metadata.name (line 8): every key of a map must be there once",
    ],
    [
      "broken YAML",
      `${LIST}    x: [a\n`,
      "items[0].metadata.x (line 9): unexpected end of the stream within a flow collection",
    ],
    ["a tab", `${LIST}\tx: 1\n`, "items[0].x (line 8): tab characters must not be used in indentation"],
    [
      "a carriage return alone",
      `${LIST}    x: 1\r    y: 1\r\n`,
      "input (line 8): a line must end with a line feed, not with a carriage return alone; save the file anew",
    ],
    ["an unknown alias", `${LIST}    x: *y\n`, 'items[0].metadata.x (line 8): unidentified alias "y"'],
    [
      "an alias inside its anchor",
      `${LIST}    x: &y [*y]\n`,
      "items[0].metadata.x (line 8): an alias must not stand inside its own anchor",
    ],
  ];
  for (const [name, input, message] of cases) {
    test(name, () => {
      assert.deepEqual(run(nothing, input), { output: "", stderr: `set-thing: ${message}\n`, exitCode: 1 });
    });
  }

  test("everything that is wrong is told at once", () => {
    const input = "kind: ResourceList\nitems:\n- a\n- {}\n-\nresults: x\nfunctionConfig: []\n";
    const lines = [
      'apiVersion (line 1): must be "config.kubernetes.io/v1" (or its v1beta1 or v1alpha1), not missing',
      'items[0] (line 3): must be a resource (a map), not "a"',
      "items[2] (line 5): must be a resource (a map), not null",
      'results (line 6): must be a list of results, not "x"',
      "functionConfig (line 7): must be a map, not a list",
    ];
    assert.equal(run(nothing, input).stderr, lines.map((line) => `set-thing: ${line}\n`).join(""));
  });
});

describe("lists", () => {
  test("every version keeps its name, and a list that nobody changed every byte", () => {
    for (const version of ["v1", "v1beta1", "v1alpha1"]) {
      const input = LIST.replace("/v1\n", `/${version}\n`);
      assert.deepEqual(run(nothing, input), { output: input, stderr: "", exitCode: 0 });
    }
  });

  test("lists without items", () => {
    for (const items of ["", "items:\n", "items: []\n", "items: null # none\n"]) {
      const input = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n${items}`;
      assert.equal(run(nothing, input).output, input);
      const added = run(
        (list) => list.items.push({ apiVersion: "v1", kind: "X", metadata: { name: "a" } }),
        input,
      ).output;
      const comment = items.includes("#") ? " # none" : "";
      const item = `items:${comment}\n- apiVersion: v1\n  kind: X\n  metadata:\n    name: a\n`;
      assert.equal(added, `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n${item}`);
    }
  });

  test("a new object takes no text of an old one, unless nothing in the list changed", () => {
    const copy = (list: ResourceList) => {
      list.items = list.items.map((item) => structuredClone(item));
    };
    assert.equal(run(copy).output, LIST);
    const { output } = run((list) => {
      copy(list);
      list.items.push({ kind: "X" });
    });
    assert.equal(output, `${LIST.replace(" # the name", "")}- kind: X\n`);
  });

  test("the functionConfig is part of the list", () => {
    const input = `${LIST}functionConfig: # c\n  kind: X\n`;
    const output = run((list) => {
      assert.equal(list.comments.get(list.functionConfig as object, []), "c");
      delete list.functionConfig;
    }, input).output;
    assert.equal(output, LIST);
  });
});

describe("results", () => {
  const withResult = `${LIST}results:\n- message: old\n  severity: error # kept\n`;
  const push = (severity: "error" | "info") => (list: ResourceList) => {
    list.results.push({
      severity,
      message: "bad:\n thing",
      resourceRef: { apiVersion: "v1", kind: "A", name: "n", namespace: "s" },
    });
  };

  test("are added to those of the input, which do not count", () => {
    assert.deepEqual(run(nothing, withResult), { output: withResult, stderr: "", exitCode: 0 });
    const { output, exitCode } = run(push("info"), withResult);
    const added = `- message: "bad:\\n thing"\n  severity: info\n  resourceRef:\n    apiVersion: v1\n    kind: A\n    name: "n"\n    namespace: s\n`;
    assert.equal(output, withResult + added.replace('"bad:\\n thing"', "|-\n    bad:\n     thing"));
    assert.equal(exitCode, 0);
  });

  test("an error gives exit code 1, a line on standard error, and the list", () => {
    const { output, stderr, exitCode } = run(push("error"));
    assert.equal(exitCode, 1);
    assert.equal(stderr, "[error] v1/A/s/n: bad: thing\n");
    assert.match(output, /^results:\n- message: /m);
  });

  test("a ConfigError is an error result, and the list is still written", () => {
    const { output, stderr, exitCode } = run(() => {
      throw new ConfigError("`data.thing` must be set");
    });
    assert.equal(output, `${LIST}results:\n- message: "\`data.thing\` must be set"\n  severity: error\n`);
    assert.equal(stderr, "[error]: `data.thing` must be set\n");
    assert.equal(exitCode, 1);
  });

  test("a ConfigError with several messages is a result for each", () => {
    const { output, stderr } = run(() => ConfigError.throwAll(["`a` must be set", "`b` must be set"]));
    assert.match(output, /results:\n- message: "`a` must be set"\n {2}severity: error\n- message: "`b`/);
    assert.equal(stderr, "[error]: `a` must be set\n[error]: `b` must be set\n");
    assert.equal(run(() => ConfigError.throwAll([])).exitCode, 0);
  });

  test("any other exception is a bug: no output", () => {
    const { output, stderr, exitCode } = run(() => {
      throw new TypeError("x is not\na function");
    });
    const [first, second] = stderr.split("\n");
    assert.equal(
      first,
      "set-thing v1.2.3: this is a bug in the function, not in its input: TypeError: x is not a function",
    );
    assert.match(second ?? "", /TypeError: x is not/);
    assert.deepEqual({ output, exitCode }, { output: "", exitCode: 1 });
  });

  test("data that is no data is a bug", () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    const bad: readonly unknown[] = [loop, () => 1];
    for (const value of bad) {
      const { stderr, exitCode } = run((list) => list.items.push({ value }));
      assert.match(stderr, /this is a bug in the function.*cannot be written as YAML/);
      assert.equal(exitCode, 1);
    }
  });
});
