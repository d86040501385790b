// One process at a time brings tools; a lock whose owner is dead is taken over.

import assert from "node:assert/strict";
import { existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { withLock } from "../../tools/toolchain/lock.ts";
import { temporary } from "./toolchain-fixtures.ts";

test("the second waits for the first, and says so", async (t) => {
  const lock = join(temporary(t), "lock");
  const order: string[] = [];
  const heard: string[] = [];
  const first = withLock(lock, assert.fail, async () => {
    order.push("first begins");
    await sleep(400);
    order.push("first ends");
  });
  const second = withLock(
    lock,
    (line) => heard.push(line),
    async () => void order.push("second"),
  );
  await Promise.all([first, second]);
  assert.deepEqual(order, ["first begins", "first ends", "second"]);
  assert.deepEqual(heard, [`Waiting for process ${process.pid}, which is bringing tools into the cache`]);
  assert.ok(!existsSync(lock));
});

test("an error releases the lock", async (t) => {
  const lock = join(temporary(t), "lock");
  const failing = withLock(lock, assert.fail, () => Promise.reject(new Error("no luck")));
  await assert.rejects(failing, /no luck/);
  assert.ok(!existsSync(lock));
});

const MINUTES_AGO = new Date(Date.now() - 180_000);

for (const [what, content, old] of [
  ["a process that is gone", owner(999_999_999, hostname()), false],
  ["an older process whose number lives on", owner(process.pid, hostname(), "1"), false],
  ["a machine that is silent", owner(process.pid, "elsewhere"), true],
  ["a write that was cut off", '{"pid":', true],
] as const) {
  test(`the lock of ${what} is taken over`, async (t) => {
    const lock = join(temporary(t), "lock");
    writeFileSync(lock, content);
    if (old) utimesSync(lock, MINUTES_AGO, MINUTES_AGO);
    const mine = await withLock(lock, assert.fail, async () => readFileSync(lock, "utf8"));
    assert.equal(JSON.parse(mine).pid, process.pid);
    assert.ok(!existsSync(lock));
  });
}

test("the lock of another machine that was heard of lately is respected", async (t) => {
  const lock = join(temporary(t), "lock");
  writeFileSync(lock, owner(1, "elsewhere"));
  let ran = false;
  const waiting = withLock(
    lock,
    () => {},
    async () => {
      ran = true;
    },
  );
  await sleep(700);
  assert.equal(ran, false);
  utimesSync(lock, MINUTES_AGO, MINUTES_AGO);
  await waiting;
  assert.equal(ran, true);
});

function owner(pid: number, host: string, started = ""): string {
  return JSON.stringify({ pid, host, started });
}
