// Tests of locks between commands, and of telling processes apart.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { withLock } from "../../tools/lock.ts";
import { end, identify, isRunning } from "../../tools/process-id.ts";

const folder = mkdtempSync(join(tmpdir(), "lock-"));
after(() => rmSync(folder, { recursive: true }));

describe("a lock", () => {
  test("keeps the second out until the first is done, and says whom it waits for", async () => {
    const file = join(folder, "one");
    const order: string[] = [];
    let first: Promise<void> | undefined;
    const begun = new Promise<void>((resolve) => {
      first = withLock(
        file,
        () => {},
        async () => {
          order.push("first begins");
          resolve();
          await new Promise((done) => setTimeout(done, 150));
          order.push("first ends");
        },
      );
    });
    await begun;
    await withLock(
      file,
      (pid) => order.push(`waits for ${pid === process.pid}`),
      async () => {
        order.push("second");
      },
    );
    await first;
    assert.deepEqual(order, ["first begins", "waits for true", "first ends", "second"]);
    assert.equal(existsSync(file), false);
  });

  test("of a dead process is taken over, also when its number lives on", async () => {
    for (const holder of [{ pid: process.pid, started: "another boot/1" }, "half a rec"]) {
      const file = join(folder, "dead");
      writeFileSync(file, JSON.stringify(holder));
      assert.equal(
        await withLock(
          file,
          () => assert.fail("waits"),
          async () => 7,
        ),
        7,
      );
    }
  });

  test("is given back when the work fails", async () => {
    const file = join(folder, "failing");
    const work = withLock(
      file,
      () => {},
      () => Promise.reject(new Error("no")),
    );
    await assert.rejects(work, /no/);
    assert.equal(existsSync(file), false);
  });
});

describe("a process", () => {
  test("is known by its start, not only by its number", () => {
    const self = identify(process.pid);
    assert.ok(self);
    assert.equal(isRunning(self), true);
    assert.equal(isRunning({ ...self, started: `${self.started}0` }), false);
  });

  test("that ignores the request to end is made to end", async () => {
    const script = `process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("on");`;
    const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "ignore"] });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    const target = identify(child.pid ?? 0);
    assert.ok(target);
    const ended = new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
    await end(target, 100);
    assert.equal(await ended, "SIGKILL");
  });
});
