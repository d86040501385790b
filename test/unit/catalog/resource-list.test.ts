// Owns the tests of resources becoming a ResourceList and resources again, as text.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { dump } from "js-yaml";
import { joinDocuments, splitDocuments } from "../../../catalog/check/documents.ts";
import {
  isResourceList,
  readList,
  withoutResults,
  wrapResources,
} from "../../../catalog/check/resource-list.ts";

/** A stream and its documents. */
const streams: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  "one document": ["a: 1\n", ["a: 1\n"]],
  "no line feed at the end": ["a: 1", ["a: 1\n"]],
  nothing: ["", []],
  "only comments": ["# one\n---\n# two\n", []],
  "markers around": ["---\na: 1\n---\nb: 2\n...\n", ["a: 1\n", "b: 2\n"]],
  "a comment before and behind markers": [
    "# first\na: 1\n--- # second\nb: 2\n",
    ["# first\na: 1\n", "# second\nb: 2\n"],
  ],
  "a value behind a marker": ["--- {a: 1}\n", ["{a: 1}\n"]],
  "carriage returns and a byte order mark": [
    "\uFEFFa: 1\r\n---\r\nb: |\r\n  x\r\n",
    ["a: 1\n", "b: |\n  x\n"],
  ],
  "blank lines and blanks": ["\na: |+\n  x\n   \n\n---\nb: 2\n", ["\na: |+\n  x\n   \n\n", "b: 2\n"]],
  "a marker in a block scalar, further in": ["a: |\n  ---\n  b\n", ["a: |\n  ---\n  b\n"]],
};

describe("documents", () => {
  for (const [title, [stream, documents]] of Object.entries(streams)) {
    test(title, () => assert.deepEqual(splitDocuments(stream), documents));
    test(`${title}, in a list and out again`, () => {
      if (documents.every((document) => !document.startsWith("{"))) {
        assert.deepEqual(readList(wrapResources(documents)).documents, documents);
      }
      assert.deepEqual(splitDocuments(joinDocuments(documents)), documents);
    });
  }

  test("a directive is refused", () => {
    const message = 'line 1 must not be a directive, since resources become items of a list, not "%YAML 1.2"';
    assert.throws(() => splitDocuments("%YAML 1.2\n---\na: 1\n"), { message });
  });
});

describe("a list", () => {
  test("has the fields in kpt's order, its items as they are", () => {
    const text = wrapResources(
      ["# c\na: 1 # d\n\nl:\n- |\n  x\n\n  y\n", "b: 2\n"],
      "kind: ConfigMap\ndata: {}\n",
    );
    const expected = [
      "apiVersion: config.kubernetes.io/v1",
      "kind: ResourceList",
      "items:",
      "- # c",
      "  a: 1 # d",
      "",
      "  l:",
      "  - |",
      "    x",
      "",
      "    y",
      "- b: 2",
      "functionConfig:",
      "  kind: ConfigMap",
      "  data: {}",
      "",
    ];
    assert.deepEqual(text.split("\n"), expected);
    assert.ok(isResourceList(text));
    assert.ok(!isResourceList("kind: List\nitems: []\n"));
  });

  test("without items", () => {
    assert.equal(wrapResources([]), "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n");
    assert.deepEqual(readList(wrapResources([])), { documents: [], results: [] });
  });

  const forms: Readonly<Record<string, string>> = {
    indented: "items:\n  - a: 1 # c\n    b:\n      - 2\n  # between\n  - c: 3\n",
    "with a wide gap": "items:\n-   a: 1 # c\n    b:\n      - 2\n# between\n-   c: 3\n",
    "with the dash alone": "items:\n-\n  a: 1 # c\n  b:\n    - 2\n  # between\n-\n  c: 3\n",
  };
  for (const [title, items] of Object.entries(forms)) {
    test(`that a program writes ${title}`, () => {
      const { documents } = readList(`kind: ResourceList\n${items}results: []\n`);
      const first = "a: 1 # c\nb:\n  - 2\n# between\n";
      assert.deepEqual(
        documents.map((text) => text.replace(/^\n/, "")),
        [first, "c: 3\n"],
      );
    });
  }

  test("that a program writes as JSON", () => {
    const { documents, results } = readList(
      '{"kind":"ResourceList","items":[{"a":1},{"b":[2]}],"results":[{"message":"m"}]}',
    );
    assert.deepEqual(documents, ["a: 1\n", "b:\n  - 2\n"]);
    assert.deepEqual(results, [{ message: "m" }]);
  });

  test("with times keeps them as they are written", () => {
    const { documents } = readList("kind: ResourceList\nitems: [{at: 2001-01-01}]\n");
    assert.deepEqual(documents, ["at: '2001-01-01'\n"]);
  });

  test("loses its results, and nothing else", () => {
    const list = "kind: ResourceList\nitems:\n- a: 1\n";
    const results = "results:\n- message: m\n  severity: info\n";
    const config = "functionConfig:\n  b: 2\n";
    assert.equal(withoutResults(list + results), list);
    assert.equal(withoutResults(list + results + config), list + config);
    assert.equal(withoutResults(list + config), list + config);
  });

  test("must be one", () => {
    for (const text of ["", "a: 1\n", "kind: List\n", "- a\n"])
      assert.throws(() => readList(text), /must be a ResourceList/);
  });

  test("any resources come out of a list as they went in", () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const resource = fc.dictionary(fc.string({ minLength: 1 }), value, { minKeys: 1 });
    const options = fc.record({
      indent: fc.constantFrom(2, 4),
      noArrayIndent: fc.boolean(),
      lineWidth: fc.constantFrom(-1, 20),
    });
    fc.assert(
      fc.property(fc.array(resource, { maxLength: 4 }), options, (resources, how) => {
        const documents = resources.map((one) => dump(one, how));
        const list = readList(wrapResources(documents, "a: 1\n"));
        assert.deepEqual(list.documents, documents);
      }),
      { numRuns: 300 },
    );
  });
});
