// Owns the faults of BuildKit: killed in a build, its store deleted, its disk full.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { withSmallDisk } from "./disk.ts";
import { commandLine, descendants } from "./processes.ts";
import type { World } from "./world.ts";

/** Declares the tests of a builder that goes away. */
export function testBuilderFaults(world: () => World): void {
  const data = () => join(world().project.root, ".cache/services/buildkit/data");

  test("killed in a build, on a deleted store: the message names `npm start`, which starts it again and publishes the same digests", async () => {
    const { injected, say, project } = world();
    say("Lets", ["f0"]);
    await world().kill("buildkit");
    rmSync(data(), { recursive: true });
    injected.add("BuildKit's store deleted");
    const running = world().npmUp();
    await killDuringCheck(world());
    injected.add("BuildKit killed in a build");
    const { code, output } = await running;
    assert.notEqual(code, 0, output);
    assert.match(output, /builder krm-functions: must answer until the build ends, but: .*; run `npm start`/);
    assert.doesNotMatch(output, /\n\s+at .*\.ts:\d+/, "no stack for what the user can mend");
    await world().assertUnharmed();
    await world().converge(() => project.npm("start"));
  });

  test("its disk is full: the message says so, and `up` goes on when there is space", async () => {
    const { injected, say } = world();
    say("Passes", ["f0"]);
    await world().kill("buildkit");
    await withSmallDisk(data(), "64m", async () => {
      const { code, output } = await world().npmUp();
      injected.add("BuildKit's disk full");
      assert.notEqual(code, 0, output);
      assert.match(
        output,
        /builder krm-functions: must have disk space left, but: .*no space left on device; free some/,
      );
      await world().assertUnharmed();
      await world().kill("buildkit");
    });
    await world().converge(world().npmUp);
  });
}

/** Waits until BuildKit runs a check, and kills it there. */
async function killDuringCheck(world: World): Promise<void> {
  const deadline = Date.now() + 120_000;
  const before = world.pidOf("buildkit");
  while (Date.now() < deadline) {
    const pid = world.pidOf("buildkit");
    if (pid !== 0 && pid !== before && isChecking(pid)) return await world.kill("buildkit");
    await sleep(20);
  }
  assert.fail("BuildKit must run a check within two minutes");
}

/** Whether a process below BuildKit runs the cases. */
function isChecking(pid: number): boolean {
  return descendants(pid).some((one) => commandLine(one).includes("/check/run.cjs"));
}
