// An interrupted build leaves neither a lock nor an unfinished tool, and ends by the signal.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ensureTools } from "../../tools/toolchain/index.ts";
import { bareMachine, CLOSED, fakeBuilder } from "./toolchain-fixtures.ts";

const INDEX = new URL("../../tools/toolchain/index.ts", import.meta.url).href;

for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
  test(`${signal} in the middle of a build`, async (t) => {
    const machine = bareMachine(t);
    const tools = join(machine.cache, "tools");
    const script = join(machine.root, "run.mjs");
    writeFileSync(
      script,
      `import { ensureTools } from ${JSON.stringify(INDEX)};
       import { mkdirSync, writeFileSync } from "node:fs";
       const build = async ([{ name }], into) => {
         mkdirSync(into + "/" + name);
         writeFileSync(into + "/" + name + "/" + name, "half");
         console.log("half");
         await new Promise((resolve) => setTimeout(resolve, 60_000));
       };
       const machine = ${JSON.stringify(machine)};
       await ensureTools(["buildx"], () => {}, { machine, vendor: ${JSON.stringify(CLOSED)}, build });`,
    );
    const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    t.after(() => child.kill("SIGKILL"));
    await new Promise((resolve) => child.stdout.once("data", resolve));
    const ended = new Promise((resolve) => child.once("close", (_code, by) => resolve(by)));
    child.kill(signal);
    assert.equal(await ended, signal);
    if (signal !== "SIGKILL") assert.deepEqual(readdirSync(tools), []);

    const { build, calls } = fakeBuilder();
    await ensureTools(["buildx"], () => {}, { machine, vendor: CLOSED, build });
    assert.deepEqual([calls.length, readdirSync(tools).length], [1, 1]);
  });
}
