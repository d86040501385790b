// Owns the world of the fault tests: a project of ten tiny functions, its registry behind the proxy, and what must hold after every fault.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { copyProject, type Finished, finish, freePort, type Project } from "../project.ts";
import { tagDigest, tagsOf } from "../registry.ts";
import { type Content, declaration, names, tags, writeFunction } from "./functions.ts";
import { isThere } from "./processes.ts";
import { type RegistryProxy, startProxy } from "./proxy.ts";
import { type Running, start } from "./running.ts";

/** The project with what is around it. */
export interface World {
  readonly project: Project;
  readonly proxy: RegistryProxy;
  /** Digest of each function's index, for each content. */
  readonly known: Record<Content, Record<string, string>>;
  /** What all commands printed so far. */
  readonly outputs: string[];
  /** Faults that were injected so far. */
  readonly injected: Set<string>;
  /** Makes these functions' sources say this. */
  say(content: Content, which?: readonly string[]): void;
  /** Plain `pulumi ...` on dev, in the environment that `npm run -s env` tells; `environment` adds to it. */
  pulumi(args: string, environment?: Record<string, string>): Running;
  /** Plain `pulumi up` to its end. */
  up(environment?: Record<string, string>): Promise<Finished>;
  /** The same with all ten images at once: after one has failed, Pulumi begins no other. */
  upAtOnce(): Promise<Finished>;
  /** `npm run pulumi -- up`, which starts the builder and takes a dead run's lock away. */
  npmUp(): Promise<Finished>;
  /** Digest of each tag of a function. */
  tagged(name: string): Promise<readonly (string | undefined)[]>;
  /** Process number of a service, by its name in `.cache/services`; 0 while its record is being written. */
  pidOf(service: string): number;
  /** Kills a service and waits until it is gone. */
  kill(service: string): Promise<void>;
  /** Starts the registry again, as it was started before. */
  startRegistry(): Promise<void>;
  /** No tag points at anything but one of the two checked images, no tag and no version is new. */
  assertUnharmed(): Promise<void>;
  /** Pulumi reads the state. */
  assertLoads(): Promise<void>;
  /** Runs `attempt`, by default plain `pulumi up`, which must succeed; then every tag points at what its function says. */
  converge(attempt?: () => Promise<Finished>): Promise<void>;
  remove(): Promise<void>;
}

/** Makes the project, publishes one function as a user would, and then all ten through the proxy. `environment` is every command's. */
export async function openWorld(environment: Record<string, string>): Promise<World> {
  Object.assign(process.env, environment);
  const port = await freePort();
  const outputs: string[] = [];
  const project = listening(await copyProject({ port }), outputs);
  project.removeFunctions();
  for (const name of names) writeFunction(project, name);
  const settings = project.read("Pulumi.dev.yaml").replace(/.*krm-functions:version:.*\n/, "");
  project.write("Pulumi.dev.yaml", `${settings}  krm-functions:only: [f0]\n`);
  const started = await project.npm("start");
  assert.equal(started.code, 0, started.output);

  const base = /^ARG NODE_BASE=\S+?:[^:\s]+@(\S+)$/m.exec(
    project.read(".cache/stacks/dev/recipes/f0.Dockerfile"),
  )?.[1];
  const proxy = await startProxy(port);
  const through = settings.replace(`localhost:${port}`, `localhost:${proxy.port}`);
  const node = `localhost:${port}/bases/node@${base}`;
  project.write(
    "Pulumi.dev.yaml",
    `${through}  krm-functions:registry: existing\n  krm-functions:bases: {node: "${node}"}\n`,
  );
  const world = makeWorld({ project, proxy, outputs }, await environmentOf(project), `localhost:${port}`);
  await learn(world);
  return world;
}

/** A project that keeps what its commands print. */
function listening(project: Project, outputs: string[]): Project {
  return {
    ...project,
    async npm(...args) {
      const finished = await project.npm(...args);
      outputs.push(finished.output);
      return finished;
    },
  };
}

async function environmentOf(project: Project): Promise<NodeJS.ProcessEnv> {
  const { stdout } = await finish("bash", ["-c", 'eval "$(npm run -s env)" && env -0'], {
    cwd: project.root,
  });
  const lines = stdout.split("\0").filter((line) => line.includes("="));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

/** Publishes the first content; the second is only previewed, which tells its digests and pushes nothing. */
async function learn(world: World): Promise<void> {
  const first = await world.up();
  assert.equal(first.code, 0, first.output);
  for (const name of names) world.known.Passes[name] = (await world.tagged(name))[0] ?? "";
  world.say("Lets");
  const { code, output } = await world.pulumi("preview").finished;
  assert.equal(code, 0, output);
  for (const [, name = "", digest = ""] of output.matchAll(
    /(f\d): checked on every platform; up publishes (\S+)/g,
  ))
    world.known.Lets[name] = digest;
  assert.deepEqual(Object.keys(world.known.Lets).sort(), names, output);
  world.say("Passes");
  await world.assertUnharmed();
}

/**
 * What a tag points at. What a killed run has begun to push goes on, and the registry's storage writes a tag's file anew: who
 * reads it in that moment finds none, and asks again.
 */
async function settledDigest(registry: string, name: string, tag: string): Promise<string | undefined> {
  for (let attempt = 1; ; attempt++) {
    const digest = await tagDigest(registry, name, tag);
    if (digest !== undefined || attempt === 10) return digest;
    await sleep(100);
  }
}

function makeWorld(
  { project, proxy, outputs }: Pick<World, "project" | "proxy" | "outputs">,
  env: NodeJS.ProcessEnv,
  registry: string,
): World {
  const said = new Map<string, Content>(names.map((name) => [name, "Passes"]));
  const recorded = (service: string) =>
    Number(/"pid":(\d+)[,}]/.exec(project.read(`.cache/services/${service}/process.json`))?.[1] ?? 0);
  let registryPid = recorded("registry");
  const command = readFileSync(`/proc/${registryPid}/cmdline`, "utf8").split("\0").slice(0, -1);
  const pidOf = (service: string) => (service === "registry" ? registryPid : recorded(service));

  const world: World = {
    project,
    proxy,
    known: { Passes: {}, Lets: {} },
    outputs,
    injected: new Set(),
    say(content, which = names) {
      for (const name of which) {
        said.set(name, content);
        project.write(`functions/${name}/function.yaml`, declaration(content));
      }
    },
    pulumi(args, environment = {}) {
      const words = [...args.split(" "), "--stack", "dev", "--non-interactive"];
      return start("pulumi", words, { cwd: project.root, env: { ...env, ...environment }, outputs });
    },
    up: (environment) => world.pulumi("up --yes --skip-preview --suppress-outputs", environment).finished,
    upAtOnce: () => world.pulumi("up --yes --skip-preview --suppress-outputs --parallel 16").finished,
    npmUp: () =>
      project.npm("pulumi", ["up", "--yes", "--skip-preview", "--suppress-outputs", "--stack", "dev"]),
    tagged: (name) => Promise.all(tags.map((tag) => settledDigest(registry, name, tag))),
    pidOf,
    async kill(service) {
      const pid = pidOf(service);
      process.kill(pid, "SIGKILL");
      while (isThere(pid)) await sleep(20);
    },
    async startRegistry() {
      const [file = "", ...args] = command;
      registryPid =
        spawn(file, args, { stdio: "ignore", env: { ...env, OTEL_TRACES_EXPORTER: "none" } }).pid ?? 0;
      while (
        !(await fetch(`http://${registry}/v2/`).then(
          ({ ok }) => ok,
          () => false,
        ))
      )
        await sleep(30);
    },
    async assertUnharmed() {
      for (const name of names) {
        const checked = [world.known.Passes[name], world.known.Lets[name]];
        for (const digest of await world.tagged(name))
          assert.ok(checked.includes(digest), `${name}: ${digest}`);
        assert.deepEqual([...(await tagsOf(registry, name))].sort(), tags);
        assert.match(project.read(`functions/${name}/function.yaml`), /^version: v0\.1\.0$/m);
      }
    },
    async assertLoads() {
      const { code, stdout, output } = await world.pulumi("stack export").finished;
      assert.equal(code, 0, output);
      assert.ok(
        (JSON.parse(stdout) as { deployment: { resources: unknown[] } }).deployment.resources.length > 0,
      );
    },
    async converge(attempt = world.up) {
      proxy.decide = undefined;
      const { code, output } = await attempt();
      assert.equal(code, 0, output);
      for (const name of names) {
        const wanted = world.known[said.get(name) ?? "Passes"][name];
        assert.deepEqual(
          await world.tagged(name),
          tags.map(() => wanted),
          name,
        );
      }
    },
    async remove() {
      proxy.close();
      if (isThere(registryPid)) process.kill(registryPid, "SIGTERM");
      await project.remove();
    },
  };
  return world;
}
