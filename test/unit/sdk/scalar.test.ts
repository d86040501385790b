// Strings are written so that readers of YAML 1.1 and 1.2 see a string; checked against PyYAML, Go yaml v2, v3 and sigs.k8s.io/yaml.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inlineScalar } from "../../../sdk/yaml/scalar.ts";
import { plainValue, STRING } from "../../../sdk/yaml/schema.ts";

const QUOTED =
  "yes no on off y n Y N True NULL ~ = << 1 -1 +1 0x1F 0o17 017 089 1_000 1e3 1.5 1. .5 -.inf .NaN 1:30 22:22:22 2001-01-01 " +
  "2001-12-14t21:59:43.10-05:00 0b11 12e03 99999999999999999999 a: - --- ... #a !a &a *a |x >a %a @a `a 'a \"a {a} [a] ?a :a";
const PLAIN =
  "a app/v1 1.2.3 10.0.0.1 1Gi 100m a:b http://x:80/ --flag=1 -x é 😀 a'b a\\b a#b nan inf 0.1.2 x=1 a,b a]b /path $(VAR) <none>";

test("strings that some reader takes for something else are quoted", () => {
  const spaced = ["", " a", "a ", "a: b", "a #b", "- a", "a\tb", "2001-12-14 21:59:43", "\ufeff", "\u0000"];
  for (const text of [...QUOTED.split(" "), ...spaced])
    assert.match(inlineScalar(text, false, '"'), /^"/, text);
});

test("other strings stand plain, but for what flow style gives a meaning", () => {
  for (const text of PLAIN.split(" ")) assert.equal(inlineScalar(text, false, '"'), text);
  for (const text of ["a,b", "a]b", "a:b", "{"]) assert.match(inlineScalar(text, true, "'"), /^'/);
});

test("plain scalars mean what Kubernetes tools read", () => {
  const cases: Record<string, unknown> = {
    "1.10": 1.1,
    "0o17": 15,
    "017": 15,
    "089": 89,
    "0x1F": 31,
    "0b11": 3,
    "-0x10": -16,
    "1_000": 1000,
    "1e3": 1000,
    ".5": 0.5,
    "-.inf": -Infinity,
    "~": null,
    True: true,
    yes: STRING,
    "2001-01-01": STRING,
    "1:30": STRING,
    "1.2.3": STRING,
    é: STRING,
  };
  for (const [text, value] of Object.entries(cases)) assert.equal(plainValue(text), value, text);
});
