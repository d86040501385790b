// Owns the tests of values in messages, which are written as Go writes them.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { quoted } from "../../../sdk/index.ts";

/** What Go's `%q` gives: https://pkg.go.dev/strconv#Quote. */
const written: Readonly<Record<string, string>> = {
  "": '""',
  "my-nginx:1.16 [a] #b": '"my-nginx:1.16 [a] #b"',
  'say "it"': '"say \\"it\\""',
  "a\\b\tc\r\n": '"a\\\\b\\tc\\r\\n"',
  "\x00\x07\x7f": '"\\x00\\a\\x7f"',
  "größer 名前 😀": '"größer 名前 😀"',
  'größer "x"': '"größer \\"x\\""',
  "a\u00a0b\u200bc\ufeff": '"a\\u00a0b\\u200bc\\ufeff"',
  "\u{e0001}": '"\\U000e0001"',
};

describe("a value in a message", () => {
  for (const [text, expected] of Object.entries(written)) {
    test(`is ${expected}`, () => assert.equal(quoted(text), expected));
  }
});
