// Owns the tests of what a killed run leaves of the local stack: a state that was cut off, a lock.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { Problems } from "../../catalog/problems.ts";
import { mendStack, requireWholeState } from "../../tools/stack/mend.ts";

const state = ".cache/state/.pulumi/stacks/krm-functions/dev.json";
const lock = ".cache/state/.pulumi/locks/organization/krm-functions/dev/1.json";
let clone: string;
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(clone, path)), { recursive: true });
  writeFileSync(join(clone, path), text, { mode: 0o755 });
};

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), "krm-functions-mend-"));
  // Stands for Pulumi: it notes that it was asked to take the lock away.
  write("pulumi", `#!/bin/sh\necho "$@" > "${join(clone, "asked")}"\n`);
});
afterEach(() => rmSync(clone, { recursive: true }));

const told = () => {
  try {
    requireWholeState(clone);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof Problems);
    return error.message.split("\n")[1]?.trim();
  }
};
const must = `${state}: must be whole, as Pulumi writes it, but was cut off`;

test("no state, and a whole one, are fine", () => {
  assert.equal(told(), undefined);
  write(state, '{"version":3}');
  assert.equal(told(), undefined);
});

test("half a state: the command that takes the one before", () => {
  write(state, '{"version":3,"checkp');
  write(`${state}.bak`, '{"version":3}');
  assert.equal(
    told(),
    `${must}; run \`cp ${state}.bak ${state}\`, the state before its last change, then the command again`,
  );
});

test("half a state, and the one before too: the command that begins a new one", () => {
  write(state, "");
  write(`${state}.bak`, '{"ver');
  assert.equal(
    told(),
    `${must}; run \`rm ${state}\`, then \`npm start\`, which publishes the same digests again`,
  );
});

test("a dead run's lock is taken away; a living one's, another machine's and half of one are not", async () => {
  const ended = spawn("true");
  await new Promise((resolve) => ended.once("exit", resolve));
  const locks: readonly (readonly [text: string, taken: boolean])[] = [
    [JSON.stringify({ pid: ended.pid, hostname: hostname() }), true],
    [JSON.stringify({ pid: ended.pid, hostname: "another" }), false],
    ['{"pid":', false],
  ];
  for (const [text, taken] of locks) {
    rmSync(join(clone, "asked"), { force: true });
    write(lock, text);
    await mendStack(join(clone, "pulumi"), clone);
    assert.equal(existsSync(join(clone, "asked")), taken, text);
  }
});
