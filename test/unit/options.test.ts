// Owns the tests of reading a command's options.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readOptions } from "../../tools/options.ts";

const known = { values: ["stack", "since"], flags: ["json", "images-only"], required: "stack" } as const;
const read = (...args: readonly string[]) => readOptions("report", args, known);

describe("the options of a command", () => {
  test("are values and flags", () => {
    assert.deepEqual(read("--stack", "prod", "--json"), { stack: "prod", json: true, "images-only": false });
    assert.deepEqual(read("--stack=prod", "--since=a=b"), {
      stack: "prod",
      since: "a=b",
      json: false,
      "images-only": false,
    });
  });

  for (const [args, must] of [
    [[], /^ {2}npm run report: must have `--stack NAME`; see `npm run report -- --help`$/m],
    [["--stack", ""], /must have `--stack NAME`/],
    [["--stack"], /must have known options only: Option '--stack <value>' argument missing/],
    [["--stack", "--json"], /must have known options only: Option '--stack' argument is ambiguous/],
    [["--stack", "dev", "--jsn"], /must have known options only: Unknown option '--jsn'/],
    [
      ["--stack", "dev", "--json=yes"],
      /must have known options only: Option '--json' does not take an argument/,
    ],
    [["--stack", "dev", "more"], /must have known options only: Unexpected argument 'more'/],
  ] as const)
    test(`"${args.join(" ")}" are refused`, () => assert.throws(() => read(...args), must));
});
