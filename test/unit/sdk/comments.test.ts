// Comments and ways of writing, read and set by path.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { command, type KubeObject, type ResourceList } from "../../../sdk/index.ts";

const HEAD = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n";
const ITEM = `- kind: X # the kind
  metadata: # all of it
    name: a
  spec:
    replicas: 3   # kpt-set: \${replicas}
    quoted: "x # no" # yes
    text: | # header
      # no comment
    env: # kpt-set: \${env}
    # no line comment
    - A # a
    - name: B # b
    - # dash
      name: C
    flow: [a, b] # flow
    long: [
      a, # first
      b # second
    ]
    empty: # nothing
    last: 1
`;

const INFO = { name: "f", description: "", version: "v1", config: [] };

/** Runs a change over the one item; gives the item's text afterwards. */
function edit(change: (list: ResourceList, item: KubeObject) => void, item = ITEM): string {
  const transform = (list: ResourceList) => change(list, list.items[0] as KubeObject);
  const { output, stderr } = command(transform, INFO).evaluate(HEAD + item);
  assert.equal(stderr, "");
  assert.equal(output.slice(0, HEAD.length), HEAD);
  return output.slice(HEAD.length);
}

describe("comments", () => {
  test("are listed with their paths", () => {
    edit(({ comments }, item) => {
      const found = comments.list(item).map(({ path, text }) => [path.join("."), text]);
      assert.deepEqual(found, [
        ["kind", "the kind"],
        ["metadata", "all of it"],
        ["spec.replicas", "kpt-set: ${replicas}"],
        ["spec.quoted", "yes"],
        ["spec.text", "header"],
        ["spec.env", "kpt-set: ${env}"],
        ["spec.env.0", "a"],
        ["spec.env.1.name", "b"],
        ["spec.env.2", "dash"],
        ["spec.flow", "flow"],
        ["spec.long.0", "first"],
        ["spec.long.1", "second"],
        ["spec.empty", "nothing"],
      ]);
      for (const { path, text } of comments.list(item)) assert.equal(comments.get(item, path), text);
      assert.equal(comments.get(item, ["spec", "last"]), undefined);
      assert.equal(comments.get(item, ["spec", "none", "x"]), undefined);
    });
  });

  const at = (path: (string | number)[], text: string | undefined, before: string, after: string) =>
    test(`${text === undefined ? "removed from" : "set on"} ${path.join(".")}`, () => {
      const output = edit(({ comments }, item) => {
        assert.equal(comments.set(item, path, text), true);
        assert.equal(comments.get(item, path), text);
      });
      assert.ok(ITEM.includes(before));
      assert.equal(
        output,
        ITEM.replace(before, () => after),
      );
    });
  at(["spec", "replicas"], "new", "3   # kpt-set: ${replicas}", "3 # new");
  at(["spec", "replicas"], undefined, "3   # kpt-set: ${replicas}", "3");
  at(["spec", "last"], "new", "last: 1", "last: 1 # new");
  at(["spec", "text"], "new", "| # header", "| # new");
  at(["spec", "text"], undefined, "| # header", "|");
  at(["spec", "env"], "new", "env: # kpt-set: ${env}", "env: # new");
  at(["spec", "env"], undefined, "env: # kpt-set: ${env}", "env:");
  at(["spec"], "new", "spec:", "spec: # new");
  at(["spec", "env", 0], undefined, "- A # a", "- A");
  at(["spec", "env", 1], "new", "- name: B # b", "- # new\n      name: B # b");
  at(["spec", "env", 2], undefined, "- # dash", "-");
  at(["spec", "long", 0], "new", "a, # first", "a, # new");
  at(["spec", "empty"], undefined, "empty: # nothing", "empty:");
  at(["spec", "last"], "two\nlines", "last: 1", "last: 1 # two lines");

  test("cannot be set where none can stand", () => {
    const output = edit(({ comments }, item) => {
      assert.equal(comments.set(item, ["spec", "flow", 0], "x"), false);
      assert.equal(comments.set(item, ["spec", "none"], "x"), false);
      assert.equal(comments.set(item, [], "x"), false);
    });
    assert.equal(output, ITEM);
  });

  test("stay behind changed values, and can change with them", () => {
    const output = edit(({ comments }, item) => {
      item.spec.replicas = 5;
      item.spec.quoted = "y";
      comments.set(item, ["spec", "quoted"], "new");
      item.spec.env = ["only"];
      item.spec.flow = { a: 1 };
      item.spec.empty = "full";
    });
    assert.match(output, /^ {4}replicas: 5 {3}# kpt-set: \$\{replicas\}$/m);
    assert.match(output, /^ {4}quoted: "y" # new$/m);
    assert.match(
      output,
      /^ {4}env: # kpt-set: \$\{env\}\n {4}# no line comment\n {4}- only # a\n {4}flow: # flow\n {6}a: 1$/m,
    );
    assert.match(output, /^ {4}empty: full # nothing$/m);
  });

  test("can be set on new values", () => {
    const output = edit(({ comments }, item) => {
      item.spec = { list: ["a", { b: 1 }], text: "x\ny", map: { c: 2 } };
      comments.set(item, ["spec", "list"], "one");
      comments.set(item, ["spec", "list", 0], "two");
      comments.set(item, ["spec", "list", 1], "three");
      comments.set(item, ["spec", "list", 1, "b"], "four");
      comments.set(item, ["spec", "text"], "five");
      comments.set(item, ["spec", "map"], "six");
    }, "- kind: X\n");
    assert.equal(
      output,
      `- kind: X
  spec:
    list: # one
    - a # two
    - # three
      b: 1 # four
    text: |- # five
      x
      y
    map: # six
      c: 2
`,
    );
  });

  test("follow list entries that moved", () => {
    const output = edit(({ comments }, item) => {
      item.spec.env.shift();
      assert.equal(comments.get(item, ["spec", "env", 0, "name"]), "b");
      comments.set(item, ["spec", "env", 0, "name"], "moved");
    });
    assert.equal(
      output,
      ITEM.replace("    # no line comment\n    - A # a\n", "").replace("# b\n", "# moved\n"),
    );
  });
});

describe("ways of writing", () => {
  const VALUES = `- a: 1.10 # c
  b: "1.10"
  c: 'it''s'
  d: |
    text
  e: plain text
  f: ~
  g:
  h: &x 0x1F
  i: *x
  j: [x, "y"]
`;

  test("scalars are read as they are written", () => {
    edit(({ source }, item) => {
      const found = Object.keys(item).map((key) => [key, source.scalar(item, [key])]);
      assert.deepEqual(Object.fromEntries(found), {
        a: { text: "1.10", plain: true },
        b: { text: "1.10", plain: false, quote: '"' },
        c: { text: "it's", plain: false, quote: "'" },
        d: { text: "text\n", plain: false, quote: "|" },
        e: { text: "plain text", plain: true },
        f: { text: "~", plain: true },
        g: { text: "", plain: true },
        h: { text: "0x1F", plain: true },
        i: undefined,
        j: undefined,
      });
      assert.deepEqual(source.scalar(item, ["j", 1]), { text: "y", plain: false, quote: '"' });
    }, VALUES);
  });

  test("are found where they are now, whatever changed since the last look", () => {
    const text = (list: ResourceList, item: KubeObject, ...path: (string | number)[]) =>
      list.source.scalar(item, ["spec", ...path])?.text;
    edit((list, item) => {
      const spec = item.spec as Record<string, unknown>;
      assert.equal(text(list, item, "ports", 1, "port"), "0x50");
      assert.equal(text(list, item, "ports", 1, "name"), "web");
      (spec.ports as unknown[]).reverse();
      assert.equal(text(list, item, "ports", 1, "port"), "0o20");
      assert.equal(text(list, item, "ports", 0, "name"), "web");
      spec.ports = [{ name: "web", port: 80 }];
      assert.equal(text(list, item, "ports", 0, "port"), "80"); // another one, not in the text
      assert.equal(text(list, item, "limits", "cpu"), "1.10");
      spec.limits = { cpu: 2 };
      assert.equal(text(list, item, "limits", "cpu"), "2");
      delete spec.limits;
      assert.equal(text(list, item, "limits", "cpu"), undefined);
      spec.limits = { cpu: 1.1 };
      assert.equal(text(list, item, "limits", "cpu"), "1.10");
    }, "- spec:\n    ports:\n    - name: db\n      port: 0o20\n    - name: web\n      port: 0x50\n    limits:\n      cpu: 1.10\n");
  });

  test("scalars are written in the style that they have", () => {
    const output = edit(({ source }, item) => {
      const set = (key: string, text: string, plain?: boolean) => {
        assert.equal(source.setScalar(item, [key], text, plain), true);
        assert.equal(source.scalar(item, [key])?.text, text);
      };
      set("a", "1.20");
      assert.equal(item.a, 1.2);
      set("b", "1.20");
      assert.equal(item.b, "1.20");
      set("c", "yes");
      set("d", "other");
      set("e", "true");
      assert.equal(item.e, true);
      set("f", "a: b");
      set("g", "", false);
      set("h", "yes");
      assert.equal(item.h, "yes");
      assert.equal(source.setScalar(item, ["none"], "x"), false);
      item.j = ["x", 1];
      assert.equal(source.setBlock(item, ["j"]), true);
      source.setScalar(item, ["j", 1], "0x10", true);
    }, VALUES);
    assert.equal(
      output,
      `- a: 1.20 # c
  b: "1.20"
  c: 'yes'
  d: |-
    other
  e: true
  f: "a: b"
  g: ""
  h: yes
  i: 31
  j:
  - x
  - 0x10
`,
    );
  });

  test("a plain scalar of equal value gets the new text", () => {
    assert.equal(
      edit(({ source }, item) => void source.setScalar(item, ["a"], "1.1"), "- a: 1.10\n"),
      "- a: 1.1\n",
    );
  });
});
