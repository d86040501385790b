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

/** Declares the test of a full disk that is not BuildKit's. */
export function testFullDisks(world: () => World): void {
  test("the disk of the bundles is full: the message names the folder, nothing is half written", async () => {
    const { injected, say, project } = world();
    say("Lets", ["f0"]);
    const contexts = ".cache/stacks/dev/contexts";
    await withSmallDisk(join(project.root, contexts), "100k", async () => {
      const { code, output } = await world().up();
      injected.add("disk of the bundles full");
      assert.notEqual(code, 0, output);
      assert.match(output, new RegExp(`${contexts}\\S*: the disk must have space left; free some`));
      assert.doesNotMatch(output, /\n\s+at .*\.ts:\d+/, "no stack for what the user can mend");
      await world().assertUnharmed();
    });
    await world().converge();
  });

  test("the disk of the program's own bundle is full: likewise", async () => {
    const { injected, project } = world();
    const program = ".cache/program";
    await withSmallDisk(join(project.root, program), "100k", async () => {
      const { code, output } = await world().up();
      injected.add("disk of the program's bundle full");
      assert.notEqual(code, 0, output);
      assert.match(output, new RegExp(`${program}\\S*: the disk must have space left; free some`));
      assert.doesNotMatch(output, /\n\s+at .*\.m?[tj]s:\d+/, "no stack for what the user can mend");
      await world().assertUnharmed();
    });
    await world().converge();
  });
}
