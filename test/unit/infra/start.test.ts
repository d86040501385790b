// Owns the tests of how the program's Node.js starts: what is left out is there when it is needed, and errors tell their place.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { promisify } from "node:util";
import { bundleProgram } from "../../../infra/bundle.mjs";

const root = join(import.meta.dirname, "..", "..", "..");
const run = promisify(execFile);

/** Runs a TypeScript module as the program is run, with `more` in its environment; resolves to what it prints. */
async function start(t: TestContext, text: string, more = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "start-"));
  t.after(() => rmSync(folder, { recursive: true }));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "program.ts"), text);
  const args = ["--import", "./infra/start.mjs", await bundleProgram(folder, "program.ts")];
  return (await run(process.execPath, args, { cwd: root, env: { ...process.env, ...more } })).stdout.trim();
}

test("the SDK loads without the compiler, npm's own libraries, the automation API and traces", async (t) => {
  const loaded = await start(
    t,
    `import "@pulumi/pulumi";
    import "@pulumi/pulumi/cmd/run/tracing.js";
    const seldom = /node_modules.(typescript.lib|@npmcli.arborist.lib|normalize-package-data|fdir|@pulumi.pulumi.automation|@opentelemetry.(sdk|resources))/;
    console.log(Object.keys(require.cache).filter((file) => seldom.test(file)).length);`,
  );
  assert.equal(loaded, "0");
});

test("what needs them works: a function and what it captures become text, its packages are found, and the automation API is there", async (t) => {
  const printed = await start(
    t,
    `import * as pulumi from "@pulumi/pulumi";
    const sum = (a: number, b: number): number => a + b;
    const use = async () => {
      const { text } = await pulumi.runtime.serializeFunction(() => sum(1, 2));
      const packages = await pulumi.runtime.computeCodePaths();
      console.log(/=> ?a \\+ b/.test(text), packages.size > 1, typeof pulumi.automation.LocalWorkspace.create);
    };
    use();`,
  );
  assert.equal(printed, "true true function");
});

test("stacks of promises and messages for debugging cost nothing unless they are asked for", async (t) => {
  const program = `import * as pulumi from "@pulumi/pulumi";
    import { debuggablePromise } from "@pulumi/pulumi/runtime/debuggable.js";
    import { getStore, withLocalStorage } from "@pulumi/pulumi/runtime/state.js";
    const said: string[] = [];
    const log = (request: { getMessage(): string }, done: () => void) => done(void said.push(request.getMessage()));
    const use = async () => {
      Object.assign(getStore().settings, { engine: { log } });
      await pulumi.log.debug("fine");
      await pulumi.log.info("coarse");
      const promise = Promise.resolve();
      await debuggablePromise(promise, "");
      console.log(said.join(), "_debugStackTrace" in promise && /\\n +at /.test(String(promise._debugStackTrace)));
    };
    withLocalStorage(use);`;
  assert.equal(await start(t, program), "coarse false");
  assert.equal(await start(t, program, { NODE_DEBUG: "pulumi" }), "fine,coarse false");
  assert.equal(await start(t, program, { PULUMI_DEBUG_PROMISE_LEAKS: "1" }), "coarse true");
});

test("an error's stack has the lines of the source", async (t) => {
  const stack = await start(
    t,
    `import "source-map-support/register.js"; // As the SDK does before it runs a program.
    import { quickenStacks } from "${join(root, "infra", "stacks.mjs")}";
    quickenStacks();
    interface Unused {
      readonly name: string;
    }
    function fail(_: Unused): never {
      throw new Error("here");
    }
    try {
      fail({ name: "" });
    } catch (error) {
      console.log((error as Error).stack);
    }`,
  );
  assert.match(stack, /^Error: here\n {4}at fail \(\S*program\.ts:8:13\)\n {4}at .*program\.ts:11:7\b/);
});
