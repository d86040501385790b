// Owns the tests of regular expressions in Go's syntax.
import assert from "node:assert/strict";
import { test } from "node:test";
import { goRegExp, RegExpError } from "../../../sdk/index.ts";

test("an expression matches the entire text, and gives its groups", () => {
  const cases: [pattern: string, text: string, groups: string[] | undefined][] = [
    ["nginx", "nginx", []],
    ["nginx", "my-nginx", undefined],
    ["^nginx$", "nginx", []],
    ["something-(.*)", "something-foo", ["foo"]],
    ["(\\w+)-dev-(\\w+)-(.*)", "a-dev-b-dev-c", ["a", "b", "dev-c"]],
    ["(a|ab)(c|bcd)(d*)", "abcd", ["a", "bcd", ""]],
    ["(a*?)(a*)", "aaa", ["", "aaa"]],
    ["(?U)(a*)(a*)", "aaa", ["", "aaa"]],
    ["(?:(a)|b)*", "ab", ["a"]],
    ["(a*)*", "aa", ["aa"]],
    ["(a|b)?c", "c", [""]],
    ["(?P<x>a)(?<y>b)", "ab", ["a", "b"]],
    ["a{2,3}", "aaaa", undefined],
    ["a{2,3}", "aaa", []],
    ["a{2}", "aa", []],
    ["(a){2,}", "aaaa", ["a"]],
    ["a{,2}", "a{,2}", []],
    ["x{0}y", "y", []],
    [".", "\n", undefined],
    ["(?s).", "\n", []],
    ["(?s:.)b", "\nb", []],
    ["(?i)NGINX", "nGinx", []],
    ["(?i:n)G", "Ng", undefined],
    ["a(?i)b|c", "C", []],
    ["(?m)a$\\n^b", "a\nb", []],
    ["a$\\nb", "a\nb", undefined],
    ["\\Aa\\z", "a", []],
    ["\\ba b\\b", "a b", []],
    ["a\\Bb", "ab", []],
    ["[^a-c]+", "xyz\n", []],
    ["[]a]+", "]a", []],
    ["[a-]+", "a-", []],
    ["[a-b-c]+", "a-bc", []],
    ["[[:alpha:]_]+", "aB_", []],
    ["[[:^digit:]]", "5", undefined],
    ["[\\d.]+\\s\\S", "1.2 x", []],
    ["\\D+", "ab1", undefined],
    ["\\p{Greek}+\\pL\\P{Lu}", "αβxy", []],
    ["\\x41\\x{1F680}\\101\\a", "A🚀A\x07", []],
    [".", "🚀", []],
    ["\\Qa.b\\E+", "a.bb", []],
    ["\\$\\{a\\}", "${a}", []],
    ["", "", []],
    ["(|a)*", "aa", ["a"]],
    ["(?:)*a", "a", []],
    ["|a", "", []],
  ];
  for (const [pattern, text, groups] of cases) {
    const expected = groups === undefined ? undefined : [text, ...groups];
    assert.deepEqual(goRegExp(pattern).match(text), expected, `${pattern} in ${text}`);
  }
});

test("an expression that is not valid is an error with Go's message", () => {
  const cases: [pattern: string, message: string][] = [
    ["a(b", "missing closing ): `a(b`"],
    ["a)", "unexpected ): `a)`"],
    ["[a", "missing closing ]: `[a`"],
    ["[b-a]", "invalid character class range: `b-a`"],
    ["[[:nope:]]", "invalid character class range: `[:nope:]`"],
    ["*a", "missing argument to repetition operator: `*`"],
    ["a**", "invalid nested repetition operator: `**`"],
    ["a{1001}", "invalid repeat count: `{1001}`"],
    ["a{2,1}", "invalid repeat count: `{2,1}`"],
    ["\\1", "invalid escape sequence: `\\1`"],
    ["\\y", "invalid escape sequence: `\\y`"],
    ["\\p{Nope}", "invalid character class range: `\\p{Nope}`"],
    ["a\\", "trailing backslash at end of expression: ``"],
    ["(?=a)", "invalid or unsupported Perl syntax: `(?=`"],
    ["(?z)a", "invalid or unsupported Perl syntax: `(?z`"],
    ["(?<=a)", "invalid named capture: `(?<=a)`"],
    ["(?P<1->a)", "invalid named capture: `(?P<1->`"],
    ["((a{100}){100}){100}", "expression too large: `((a{100}){100}){100}`"],
  ];
  for (const [pattern, message] of cases) {
    assert.throws(
      () => goRegExp(pattern),
      new RegExpError(...(message.split(/: `|`$/) as [string, string])),
      pattern,
    );
  }
});

test("agrees with JavaScript where both mean the same", () => {
  const parts = ["a", "b?", "(a|b)", "(a*)", "b+?", "(?:a|bb){1,2}", ".", "[^a]"];
  for (let seed = 0; seed < parts.length ** 3; seed++) {
    const pattern = [0, 1, 2].map((i) => parts[Math.floor(seed / parts.length ** i) % parts.length]).join("");
    for (const text of ["", "a", "ab", "abab", "bbab", "aabb"]) {
      const expected = new RegExp(`^(?:${pattern})$`).exec(text)?.map((group) => group ?? "");
      assert.deepEqual(goRegExp(pattern).match(text), expected && [...expected], `${pattern} in ${text}`);
    }
  }
});

test("a long text takes no time out of proportion", () => {
  assert.equal(goRegExp("(a+)+(a|aa)*b").match("a".repeat(20_000)), undefined);
});

test("an expression is found anywhere in a text where that is asked for, in linear time", () => {
  const cases: [pattern: string, text: string, isIn: boolean][] = [
    ["nginx", "my-nginx-2", true],
    ["^nginx", "my-nginx", false],
    ["a|^b$", "cab", true],
    ["^b$", "a\nb", false],
    ["(?m)^b$", "a\nb\nc", true],
    ["(?i)B", "a\nb", true],
    ["", "", true],
    ["\\pL", "1é", true],
    [`(a+)+$`, `${"a".repeat(20_000)}!`, false],
  ];
  for (const [pattern, text, isIn] of cases) {
    assert.equal(goRegExp(pattern).isIn(text), isIn, `${pattern} in ${text.slice(0, 20)}`);
  }
});
