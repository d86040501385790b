// Owns the faults of a run that is ended in the middle of ten images: interrupted, killed, or losing one of its processes.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Content } from "./functions.ts";
import { commandLine, descendants, environmentOf, processes } from "./processes.ts";
import type { World } from "./world.ts";

/** Declares the tests of runs that are ended. */
export function testKills(world: () => World): void {
  /** Starts `up` of ten changed functions and ends one of its processes when the third image's first tag comes. */
  const endInTheMiddle = async (title: string, content: Content, signal: NodeJS.Signals, victim?: string) => {
    const { proxy, injected, say } = world();
    say(content);
    const running = world().pulumi("up --yes --skip-preview --suppress-outputs");
    const begun = new Set<string>();
    let ended = false;
    proxy.decide = ({ method, part, image }) => {
      if (method === "PUT" && part === "manifests") begun.add(image);
      if (begun.size < 3 || ended) return undefined;
      ended = true;
      const pid = running.process.pid ?? 0;
      process.kill(victim === undefined ? pid : descendant(pid, victim), signal);
      return undefined;
    };
    const { code, output } = await running.finished;
    proxy.decide = undefined;
    injected.add(title);
    assert.notEqual(code, 0, output);
    assert.ok(ended, output);
    await world().assertUnharmed();
    await world().assertLoads();
    return output;
  };

  test("interrupted (SIGINT): Pulumi ends by itself, plain `up` goes on", async () => {
    const output = await endInTheMiddle("CLI interrupted", "Lets", "SIGINT");
    assert.match(output, /\^C received; cancelling/);
    await world().converge();
  });

  test("killed (SIGKILL): plain `up` names the cure for the lock; `npm run pulumi -- up` takes it away and goes on", async () => {
    await endInTheMiddle("CLI killed", "Passes", "SIGKILL");
    const locked = await world().up();
    assert.notEqual(locked.code, 0);
    assert.match(locked.output, /the stack is currently locked by 1 lock\(s\).*`pulumi cancel`/);
    await world().converge(world().npmUp);
    assert.deepEqual(providersOf(world().project.root), [], "no provider of the killed run may push on");
  });

  test("the program is killed", async () => {
    await endInTheMiddle("program killed", "Lets", "SIGKILL", "cmd/run/index.js");
    await world().converge();
  });

  test("the provider is killed", async () => {
    await endInTheMiddle("provider killed", "Passes", "SIGKILL", "pulumi-resource-docker-build");
    await world().converge();
  });
}

/** The process below `pid` whose command line has these words. */
function descendant(pid: number, words: string): number {
  const found = descendants(pid).find((one) => commandLine(one).includes(words));
  assert.ok(found, `${words} must run`);
  return found;
}

/** Providers of a project, also those whose engine is gone. */
function providersOf(root: string): readonly number[] {
  return processes().filter(
    (one) =>
      commandLine(one).includes("pulumi-resource-docker-build") &&
      environmentOf(one).includes(`PULUMI_BACKEND_URL=file://${root}/.cache/state`),
  );
}
