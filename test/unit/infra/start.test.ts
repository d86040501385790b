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

/** Runs a TypeScript module as the program is run; resolves to what it prints. */
async function start(t: TestContext, text: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "start-"));
  t.after(() => rmSync(folder, { recursive: true }));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "program.ts"), text);
  const args = ["--import", "./infra/start.mjs", await bundleProgram(folder, "program.ts")];
  return (await run(process.execPath, args, { cwd: root })).stdout.trim();
}

test("the SDK loads without the compiler, npm's own library, the automation API and traces", async (t) => {
  const loaded = await start(
    t,
    `import "@pulumi/pulumi";
    import "@pulumi/pulumi/cmd/run/tracing.js";
    const seldom = /node_modules.(typescript.lib|@npmcli.arborist.lib|@pulumi.pulumi.automation|@opentelemetry.(sdk|resources))/;
    console.log(Object.keys(require.cache).filter((file) => seldom.test(file)).length);`,
  );
  assert.equal(loaded, "0");
});

test("what needs them works: a function and what it captures become text, and the automation API is there", async (t) => {
  const printed = await start(
    t,
    `import * as pulumi from "@pulumi/pulumi";
    const sum = (a: number, b: number): number => a + b;
    const use = async () => {
      const { text } = await pulumi.runtime.serializeFunction(() => sum(1, 2));
      console.log(/=> ?a \\+ b/.test(text), typeof pulumi.automation.LocalWorkspace.create);
    };
    use();`,
  );
  assert.equal(printed, "true function");
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
