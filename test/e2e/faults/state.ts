// Owns the faults of what a run keeps: two runs at once, a state that was cut in half, and half-written files of the cache.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { finish } from "../project.ts";
import { names } from "./functions.ts";
import type { World } from "./world.ts";

/** Declares the tests of what a run keeps. */
export function testState(world: () => World): void {
  test("two plain `up`s at once: the second names the lock and its cure, the first publishes", async () => {
    const { injected, proxy, say } = world();
    say("Lets", names.slice(0, 3));
    let second: ReturnType<World["up"]> | undefined;
    proxy.decide = async () => {
      second ??= world().up();
      await second;
      return undefined;
    };
    const first = await world().up();
    injected.add("two plain ups at once");
    assert.equal(first.code, 0, first.output);
    const other = await second;
    assert.notEqual(other?.code ?? 0, 0);
    assert.match(other?.output ?? "", /the stack is currently locked by 1 lock\(s\).*`pulumi cancel`/);
    await world().assertUnharmed();
    await world().converge();
  });

  test("two `npm start` at once: one waits for the other", async () => {
    const { injected, say, project } = world();
    say("Passes", names.slice(0, 3));
    const both = await Promise.all([project.npm("start"), project.npm("start")]);
    injected.add("two npm starts at once");
    for (const { code, output } of both) assert.equal(code, 0, output);
    assert.equal(
      both.filter(({ output }) => /Waiting for another `npm start` of this clone/.test(output)).length,
      1,
    );
    await world().converge();
  });

  /** Runs `npm start`, whose message must name the file and a command; that command, and `npm start` again, mend it. */
  const restored = async (cure: RegExp) => {
    const { project } = world();
    const { code, output } = await project.npm("start");
    assert.notEqual(code, 0, output);
    const [, command] = cure.exec(output) ?? [];
    assert.ok(command, output);
    assert.match(
      output,
      /\.cache\/state\/\S+\/dev\.json: must be whole, as Pulumi writes it, but was cut off; run `/,
    );
    const plain = await finish("bash", ["-c", 'eval "$(npm run -s env)"'], { cwd: project.root });
    assert.match(plain.output, cure, "who uses plain `pulumi` is told the same");
    const mended = await finish("bash", ["-c", command], { cwd: project.root });
    assert.equal(mended.code, 0, mended.output);
    await world().assertUnharmed();
    await world().converge(() => project.npm("start"));
  };
  const state = () => join(world().project.root, ".cache/state/.pulumi/stacks/krm-functions/dev.json");

  test("a state that was cut in half: `npm start` names the command that takes the one before", async () => {
    const { injected, say } = world();
    say("Lets", ["f0"]);
    truncateSync(state(), Math.floor(readFileSync(state()).length / 2));
    injected.add("state cut in half");
    await restored(/run `(cp \S+\.bak \S+)`/);
  });

  test("a state that is empty, with the one before lost too: `npm start` begins a new one with the same digests", async () => {
    const { injected } = world();
    truncateSync(state(), 0);
    rmSync(`${state()}.bak`);
    injected.add("state and its backup lost");
    await restored(/run `(rm \S+)`, then `npm start`/);
  });

  test("half-written files of the cache: read as missing, and written again", async () => {
    const { injected, project, say } = world();
    say("Passes", names.slice(0, 2));
    const cut = (path: string) => {
      const file = join(project.root, path);
      truncateSync(file, Math.floor(readFileSync(file).length / 2));
      injected.add(`half of ${path.replaceAll(/sha256-\w+/g, "DIGEST")}`);
    };
    for (const name of readdirSync(join(project.root, ".cache/manifests"))) cut(`.cache/manifests/${name}`);
    cut(".cache/stacks/dev/contexts/f0/app/function.cjs");
    cut(".cache/stacks/dev/contexts/f1/check/run.cjs");
    cut(".cache/stacks/dev/recipes/f0.Dockerfile");
    cut(".cache/services/local.json");
    cut(".cache/services/buildkit/process.json");
    writeFileSync(join(project.root, ".cache/start.lock"), '{"pid":');
    injected.add("half of .cache/start.lock");
    await sleep(0);
    await world().converge(() => project.npm("start"));
    await world().assertUnharmed();
  });
}
