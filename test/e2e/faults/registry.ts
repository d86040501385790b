// Owns the faults of a registry that is killed or frozen: before, during and after a push.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Decide, Seen } from "./proxy.ts";
import type { World } from "./world.ts";

const some = ["f0", "f1"];
const isTag = ({ method, part, reference }: Seen) =>
  method === "PUT" && part === "manifests" && !reference.includes(":");

/** Declares the tests of a registry that goes away. */
export function testRegistryFaults(world: () => World): void {
  /** Changes two functions and runs `up` while `decide` makes the fault; then the registry is started again, and `up` goes on. */
  const survive = async (title: string, content: "Passes" | "Lets", decide: Decide, mayPass: boolean) => {
    const { proxy, injected, say } = world();
    say(content, some);
    proxy.decide = decide;
    const { code, output } = await world().up();
    injected.add(title);
    if (code === 0) assert.ok(mayPass, output);
    else
      assert.match(
        output,
        /localhost:\d+\S*: must .*; (see that the builder reaches|run `npm start`|see that this machine reaches)/,
      );
    assert.doesNotMatch(output, /\n\s+at .*\.ts:\d+/, "no stack for what the user can mend");
    proxy.decide = undefined;
    await world().startRegistry();
    await world().assertUnharmed();
    await world().converge();
  };
  /** Kills the registry at the first request that `when` tells. */
  const killAt = (when: (seen: Seen) => boolean): Decide => {
    let killing: Promise<void> | undefined;
    return async (seen) => {
      if (some.includes(seen.image) && when(seen)) killing ??= world().kill("registry");
      await killing;
      return undefined;
    };
  };

  test("killed before a push", () =>
    survive(
      "registry killed before a push",
      "Passes",
      killAt(() => true),
      false,
    ));

  test("killed during a push, before its first tag", () =>
    survive("registry killed during a push", "Lets", killAt(isTag), false));

  test("killed after the last push, before the program reads it", async () => {
    let left = some.length * 3;
    const decide: Decide = (seen) => {
      if (!some.includes(seen.image) || !isTag(seen) || --left > 0) return undefined;
      return { answered: () => void world().kill("registry") };
    };
    await survive("registry killed after a push", "Passes", decide, true);
  });

  test("frozen for three seconds in a push", async () => {
    const { proxy, injected, say } = world();
    say("Passes");
    let frozen = false;
    proxy.decide = async (seen) => {
      if (frozen || !isTag(seen)) return undefined;
      frozen = true;
      const pid = world().pidOf("registry");
      process.kill(pid, "SIGSTOP");
      void sleep(3000).then(() => process.kill(pid, "SIGCONT"));
      return undefined;
    };
    const { code, output } = await world().up();
    injected.add("registry frozen in a push");
    assert.equal(code, 0, output);
    assert.ok(frozen);
    await world().assertUnharmed();
    await world().converge();
  });
}
