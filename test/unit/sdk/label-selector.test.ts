// Owns the tests of label selectors.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LabelSelectorError, parseLabelSelector } from "../../../sdk/index.ts";

test("labels match all parts of a selector", () => {
  const labels = { app: "web", "example.com/tier": "front", size: "10", empty: "" };
  const cases: [selector: string, matches: boolean][] = [
    ["", true],
    ["  ", true],
    ["app", true],
    ["!app", false],
    ["! missing", true],
    ["app=web", true],
    ["app == web", true],
    ["app=api", false],
    ["app!=api", true],
    ["missing!=api", true],
    ["missing=api", false],
    ["app=web,example.com/tier=back", false],
    ["app in (web, api)", true],
    ["app notin (web,api)", false],
    ["missing notin (web)", true],
    ["empty=", true],
    ["empty in (a,)", true],
    ["empty in ()", true],
    ["size>9", true],
    ["size < 9", false],
    ["app>1", false],
    ["missing>1", false],
    ["app=web,size", true],
    ["in=a", false],
  ];
  for (const [selector, matches] of cases) {
    assert.equal(parseLabelSelector(selector)(labels), matches, selector);
  }
});

test("an expression that is no selector says what was expected", () => {
  const cases: [selector: string, message: string][] = [
    ["=a", "found '=', expected: !, identifier, or 'end of string'"],
    ["a,", "found '', expected: identifier after ','"],
    ["a=b c", "found 'c', expected: ',' or 'end of string'"],
    ["a b", "unable to parse requirement: found 'b', expected: '=', '!=', '==', 'in', notin'"],
    ["a in b", "unable to parse requirement: found 'b' expected: '('"],
    ["a in (b", "unable to parse requirement: found '', expected: ',' or ')'"],
    ["!", "unable to parse requirement: found '', expected: identifier"],
    ["a==!", "unable to parse requirement: found '!', expected: identifier"],
    ["a>b", "unable to parse requirement: for 'Gt', 'Lt' operators, the value must be an integer"],
  ];
  for (const [selector, message] of cases) {
    assert.throws(
      () => parseLabelSelector(selector),
      (error) => error instanceof LabelSelectorError && error.message === message,
      selector,
    );
  }
  for (const selector of ["-a=b", "a/b/c", "/a", "a=-b", `a=${"b".repeat(64)}`]) {
    assert.throws(() => parseLabelSelector(selector), /invalid label/, selector);
  }
});
