// Tests of signals and exit codes: what a command's own programs get of them, and what the shell sees.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import { root } from "../../tools/paths.ts";
import { identify, isRunning } from "../../tools/process-id.ts";

/** A command whose `run` is the given code, over the functions of child.ts. */
function runCommand(code: string): ChildProcess {
  const module = (name: string) => JSON.stringify(join(root, "tools", name));
  const script = `
    import { runCommand } from ${module("command.ts")};
    import { runVisibly, succeed } from ${module("child.ts")};
    await runCommand("fake", { help: "how to use it", run: async () => { ${code} } }, process.argv.slice(1));`;
  const args = ["--import", "tsx", "--input-type=module", "-e", script];
  return spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
}

async function finish(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const text = { stdout: "", stderr: "" };
  child.stdout?.on("data", (part: Buffer) => (text.stdout += part));
  child.stderr?.on("data", (part: Buffer) => (text.stderr += part));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, ...text };
}

describe("a command", () => {
  for (const [signal, expected] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    test(`ends at ${signal} with ${expected}, after the program that it runs`, async () => {
      const child = runCommand(`
        const code = "console.log(process.pid); setInterval(() => {}, 1000)";
        await runVisibly(process.execPath, ["-e", code]);
        console.log("goes on"); return 0;`);
      const pid = await new Promise<number>((resolve) => {
        child.stdout?.once("data", (part: Buffer) => resolve(Number(part)));
      });
      const program = identify(pid);
      assert.ok(program);
      const finished = finish(child);
      child.kill(signal);
      const { code, stdout } = await finished;
      assert.equal(code, expected);
      assert.equal(stdout, "", "nothing may run after the signal");
      assert.equal(isRunning(program), false);
    });
  }

  test("passes on the exit code of the program that it runs", async () => {
    const { code } = await finish(runCommand(`return await runVisibly("sh", ["-c", "exit 7"]);`));
    assert.equal(code, 7);
  });

  test("tells the last lines of a program that fails, without a stack", async () => {
    const { code, stderr } = await finish(
      runCommand(
        `await succeed("It cannot be:", "sh", ["-c", "echo first >&2; echo why >&2; exit 3"]); return 0;`,
      ),
    );
    assert.equal(code, 1);
    assert.match(stderr, /^It cannot be:\n {2}sh -c .*: must succeed, but ended with 3: first\n {4}why\n$/);
  });

  test("tells a program that is not there", async () => {
    const { code, stderr } = await finish(runCommand(`return await runVisibly("/nowhere/pulumi", []);`));
    assert.equal(code, 1);
    assert.match(stderr, /\/nowhere\/pulumi: must be a program that can be started, but: spawn .*ENOENT/);
  });
});
