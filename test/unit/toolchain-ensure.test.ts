// The order in which a tool is looked for, and that a broken one is made again.

import assert from "node:assert/strict";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { Problems } from "../../catalog/problems.ts";
import { ensureTools } from "../../tools/toolchain/index.ts";
import { bareMachine, CLOSED, fakeBuilder, SAYS, script } from "./toolchain-fixtures.ts";

test("without an install and a vendor, all missing tools are built at once; then nothing is done again", async (t) => {
  const machine = bareMachine(t);
  const { build, calls } = fakeBuilder();
  const heard: string[] = [];
  const ensure = () =>
    ensureTools(["pulumi", "buildkit", "registry"], (line) => heard.push(line), {
      machine,
      vendor: CLOSED,
      build,
    });
  const first = await ensure();
  assert.deepEqual(calls, [["pulumi", "buildkit", "registry", "docker-build", "language-nodejs"]]);
  assert.match(heard.join("\n"), /127\.0\.0\.1:1 cannot be reached/);
  assert.deepEqual(Object.keys(first.paths), ["pulumi", "buildkitd", "buildctl", "registry"]);
  for (const path of Object.values(first.paths)) assert.ok(statSync(path).mode & 0o111, path);
  assert.ok(first.env.PATH?.startsWith(`${dirname(first.paths.pulumi ?? "")}:`));
  assert.equal(first.env.PULUMI_HOME, machine.ownPulumiHome);
  const left = readdirSync(join(machine.cache, "tools")).filter(
    (name) => !/^[a-z-]+-\d+\.\d+\.\d+-/.test(name),
  );
  assert.deepEqual(left, [], "no lock and no unfinished folder stays");

  heard.length = 0;
  assert.deepEqual(await ensure(), first);
  assert.deepEqual([calls.length, heard], [1, []]);
});

test("what no clone has used for a month goes when other tools are brought", async (t) => {
  const machine = bareMachine(t);
  const { build } = fakeBuilder();
  const heard: string[] = [];
  const ensure = (name: "registry" | "buildx") =>
    ensureTools([name], (line) => heard.push(line), { machine, vendor: CLOSED, build });
  const { paths } = await ensure("registry");
  const tools = join(machine.cache, "tools");
  const used = dirname(paths.registry ?? "");
  const old = join(tools, "registry-2.8.0-0123456789ab");
  const leftAlone = (await ensureTools(["buildkit"], () => {}, { machine, vendor: CLOSED, build })).paths
    .buildctl;
  const theirs = join(tools, "notes");
  cpSync(used, old, { recursive: true });
  mkdirSync(theirs);
  const longAgo = new Date(Date.now() - 31 * 24 * 3600 * 1000);
  for (const folder of [used, old, theirs, dirname(leftAlone ?? "")]) utimesSync(folder, longAgo, longAgo);
  await ensure("registry");
  assert.ok(existsSync(old), "nothing is brought, so nothing goes");
  heard.length = 0;
  await ensure("buildx");
  assert.deepEqual([existsSync(used), existsSync(old), existsSync(theirs)], [true, false, true]);
  assert.ok(existsSync(leftAlone ?? ""), "this clone's own stays, however long it was left alone");
  assert.match(heard.join("\n"), /removed registry-2\.8\.0-0123456789ab, which was not used for 30 days/);
});

test("Pulumi's home gets the provider and, where the vendor's is absent, the language host", async (t) => {
  const machine = bareMachine(t);
  const { build } = fakeBuilder();
  await ensureTools(["pulumi"], () => {}, { machine, vendor: CLOSED, build });
  const plugins = join(machine.ownPulumiHome, "plugins");
  assert.ok(existsSync(join(plugins, "resource-docker-build-v0.0.22", "pulumi-resource-docker-build")));
  const [host] = readdirSync(plugins).filter((name) => name.startsWith("language-nodejs-v"));
  assert.ok(statSync(join(plugins, host ?? "", "pulumi-language-nodejs")).mode & 0o111);
});

test("a vendor's language host on PATH wins over the stand-in", async (t) => {
  const machine = bareMachine(t);
  script(join(machine.bin, "pulumi-language-nodejs"), "vendor's");
  const { build } = fakeBuilder();
  const { env } = await ensureTools(["pulumi"], () => {}, { machine, vendor: CLOSED, build });
  assert.deepEqual(readdirSync(join(machine.ownPulumiHome, "plugins")), ["resource-docker-build-v0.0.22"]);
  assert.ok(env.PATH?.endsWith(machine.bin));
});

test("an installed CLI keeps its own home, and gets what it lacks", async (t) => {
  const machine = bareMachine(t);
  script(join(machine.bin, "pulumi"), "v3.250.0");
  const { build, calls } = fakeBuilder();
  const { paths, env } = await ensureTools(["pulumi"], () => {}, { machine, vendor: CLOSED, build });
  assert.equal(paths.pulumi, join(machine.bin, "pulumi"));
  assert.deepEqual(calls, [["docker-build"], ["language-nodejs"]]);
  assert.equal(env.PULUMI_HOME, machine.defaultPulumiHome);
  assert.match(env.PATH ?? "", /language-nodejs-[^:]*$/, "the stand-in is last on PATH");
});

test("a provider that Pulumi installed is left alone", async (t) => {
  const machine = bareMachine(t);
  script(join(machine.bin, "pulumi"), "v3.250.0");
  script(join(machine.bin, "pulumi-language-nodejs"), "vendor's");
  const plugin = join(machine.defaultPulumiHome, "plugins", "resource-docker-build-v0.0.22");
  script(join(plugin, "pulumi-resource-docker-build"), "vendor's");
  const { build, calls } = fakeBuilder();
  await ensureTools(["pulumi"], assert.fail, { machine, vendor: CLOSED, build });
  assert.deepEqual([calls, readdirSync(plugin)], [[], ["pulumi-resource-docker-build"]]);
});

for (const [what, harm] of [
  ["truncated", (file: string) => truncateSync(file, 5)],
  ["not executable", (file: string) => chmodSync(file, 0o644)],
  [
    "overwritten with as many other bytes",
    (file: string) => writeFileSync(file, "x".repeat(statSync(file).size)),
  ],
] as const) {
  test(`a tool that is ${what} is made again`, async (t) => {
    const machine = bareMachine(t);
    const { build, calls } = fakeBuilder();
    const heard: string[] = [];
    const ensure = () =>
      ensureTools(["buildx"], (line) => heard.push(line), { machine, vendor: CLOSED, build });
    const { paths } = await ensure();
    harm(paths.buildx ?? "");
    utimesSync(paths.buildx ?? "", new Date(), new Date());
    assert.deepEqual((await ensure()).paths, paths);
    assert.equal(calls.length, 2);
    assert.match(heard.join("\n"), /buildx-0\.35\.0-\S+ is broken \("buildx" .*\), so it is made again/);
    await ensure();
    assert.equal(calls.length, 2);
  });
}

test("a tool that was only touched is not made again", async (t) => {
  const machine = bareMachine(t);
  const { build, calls } = fakeBuilder();
  const ensure = () => ensureTools(["buildx"], () => {}, { machine, vendor: CLOSED, build });
  const { paths } = await ensure();
  utimesSync(paths.buildx ?? "", new Date(), new Date(0));
  await ensure();
  assert.equal(calls.length, 1);
});

test("a tool that tells another version is not kept", async (t) => {
  const machine = bareMachine(t);
  const { build } = fakeBuilder({ ...SAYS, buildx: "github.com/docker/buildx v0.34.0" });
  const ensured = ensureTools(["buildx"], () => {}, { machine, vendor: CLOSED, build });
  await assert.rejects(ensured, /buildx version must match .*0\\.35\\.0.*said ".*v0\.34\.0"/);
  assert.deepEqual(readdirSync(join(machine.cache, "tools")), []);
});

test("what cannot run on this system, and a cache that cannot be written, are problems with a cure", async (t) => {
  const machine = bareMachine(t);
  const { build } = fakeBuilder();
  const onMac = ensureTools(["buildkit"], () => {}, {
    machine: { ...machine, os: "darwin" },
    vendor: CLOSED,
    build,
  });
  await assert.rejects(onMac, (error: Error) => {
    assert.ok(error instanceof Problems);
    assert.match(
      error.message,
      /buildkit: it runs on linux only, and this is "darwin"; start a Docker engine/,
    );
    return true;
  });
  const blocked = join(machine.root, "blocked");
  writeFileSync(blocked, "");
  const inFile = ensureTools(["buildx"], () => {}, {
    machine: { ...machine, cache: blocked },
    vendor: CLOSED,
    build,
  });
  await assert.rejects(inFile, /blocked\S*: this folder must be one that you can write; .*XDG_CACHE_HOME/);
});

test("rubbish of a process that died is cleared away", async (t) => {
  const machine = bareMachine(t);
  const tools = join(machine.cache, "tools");
  mkdirSync(join(tools, ".partial-999999999"), { recursive: true });
  const { build } = fakeBuilder();
  await ensureTools(["buildx"], () => {}, { machine, vendor: CLOSED, build });
  assert.deepEqual(readdirSync(tools).length, 1);
});
