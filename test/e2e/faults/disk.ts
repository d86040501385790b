// Owns the faults of disks that are full: small ones, mounted where the program or BuildKit write.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import type { World } from "./world.ts";

/** Mounts an empty disk of this size over a folder while `attempt` runs. */
export async function withSmallDisk(
  folder: string,
  size: string,
  attempt: () => Promise<void>,
): Promise<void> {
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder]);
  try {
    await attempt();
  } finally {
    execFileSync("umount", ["--lazy", folder]);
  }
}

/** Declares the tests of full disks that are not BuildKit's. */
export function testFullDisks(world: () => World): void {
  const testFull = (what: string, folder: string, prepare: () => void) =>
    test(`the disk of ${what} is full: the message names the folder, nothing is half written`, async () => {
      const { injected, project } = world();
      prepare();
      await withSmallDisk(join(project.root, folder), "100k", async () => {
        const { code, output } = await world().up();
        injected.add(`disk of ${what} full`);
        assert.notEqual(code, 0, output);
        assert.match(output, new RegExp(`${folder}\\S*: the disk must have space left; free some`));
        assert.doesNotMatch(output, /\n\s+at .*\.m?[tj]s:\d+/, "no stack for what the user can mend");
        await world().assertUnharmed();
      });
      await world().converge();
    });
  testFull("the bundles", ".cache/stacks/dev/contexts", () => world().say("Lets", ["f0"]));
  testFull("the program", ".cache/program", () => {});
}
