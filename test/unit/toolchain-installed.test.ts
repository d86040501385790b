// Which of the tools that are installed are used, and that each is asked for its version once.

import assert from "node:assert/strict";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findInstalled } from "../../tools/toolchain/installed.ts";
import { readMachine } from "../../tools/toolchain/machine.ts";
import { ACCEPTED, accepts, describeRange } from "../../tools/toolchain/versions.ts";
import { bareMachine, SAYS, script } from "./toolchain-fixtures.ts";

const unheard = (line: string): void => assert.fail(`reported "${line}"`);

test("an installed tool is used, and asked for its version once", async (t) => {
  const machine = bareMachine(t);
  const log = join(machine.root, "runs");
  script(join(machine.bin, "pulumi"), "v3.250.1", log);
  for (let run = 0; run < 3; run++) {
    const found = await findInstalled("pulumi", machine, unheard);
    assert.deepEqual(found?.paths, { pulumi: join(machine.bin, "pulumi") });
  }
  assert.equal(readFileSync(log, "utf8"), "run\n");
});

test("a tool that was replaced is asked again", async (t) => {
  const machine = bareMachine(t);
  script(join(machine.bin, "pulumi"), "v3.250.1");
  assert.notEqual(await findInstalled("pulumi", machine, unheard), undefined);
  script(join(machine.bin, "pulumi"), "v3.99.1 of another length");
  const heard: string[] = [];
  assert.equal(await findInstalled("pulumi", machine, (line) => heard.push(line)), undefined);
  assert.deepEqual(heard, [
    `Not using ${machine.bin}/pulumi: it is version "3.99.1", and 3.245.0 or newer, below 4.0.0 is needed`,
  ]);
});

test("BuildKit must be the pinned version, both of its programs", async (t) => {
  const machine = bareMachine(t);
  script(join(machine.bin, "buildkitd"), SAYS.buildkitd ?? "");
  assert.equal(await findInstalled("buildkit", machine, unheard), undefined, "buildctl is missing");
  script(join(machine.bin, "buildctl"), "buildctl github.com/moby/buildkit v0.32.0 abc");
  const heard: string[] = [];
  assert.equal(await findInstalled("buildkit", machine, (line) => heard.push(line)), undefined);
  assert.match(heard.join(), /buildctl: it is version "0.32.0", and 0.31.0 is needed/);
  script(join(machine.bin, "buildctl"), SAYS.buildctl ?? "");
  assert.deepEqual(Object.keys((await findInstalled("buildkit", machine, unheard))?.paths ?? {}), [
    "buildkitd",
    "buildctl",
  ]);
});

test("Docker's buildx plugin counts, and Debian's name of the registry", async (t) => {
  const machine = bareMachine(t);
  const plugin = join(machine.dockerPlugins[0] ?? "", "docker-buildx");
  script(plugin, "github.com/docker/buildx v0.34.1 abc");
  assert.deepEqual((await findInstalled("buildx", machine, unheard))?.paths, { buildx: plugin });
  script(join(machine.bin, "docker-registry"), "docker-registry github.com/docker/distribution 2.8.2+ds1");
  assert.deepEqual((await findInstalled("registry", machine, unheard))?.paths, {
    registry: join(machine.bin, "docker-registry"),
  });
});

test("another program of the name, and a file that cannot be run, are not used", async (t) => {
  const machine = bareMachine(t);
  script(join(machine.bin, "registry"), "a registry of something else");
  const heard: string[] = [];
  assert.equal(await findInstalled("registry", machine, (line) => heard.push(line)), undefined);
  assert.match(heard.join(), /registry: it tells no version, and 2.7.0 or newer/);
  script(join(machine.bin, "buildx"), SAYS.buildx ?? "");
  chmodSync(join(machine.bin, "buildx"), 0o644);
  assert.equal(await findInstalled("buildx", machine, unheard), undefined);
});

test("a version is compared by its numbers; a pre-release comes before its release", () => {
  const table: readonly [keyof typeof ACCEPTED, string, boolean][] = [
    ["pulumi", "v3.245.0", true],
    ["pulumi", "3.1000.2", true],
    ["pulumi", "3.244.9", false],
    ["pulumi", "4.0.0", false],
    ["pulumi", "3.245.0-alpha.1", false],
    ["buildx", "v0.31.9", false],
    ["buildx", "v0.32.0", true],
    ["buildkit", "v0.31.0", true],
    ["buildkit", "0.31.1", false],
    ["buildkit", "0.31.0-rc1", false],
    ["registry", "2.8.2+ds1", true],
    ["registry", "unknown", false],
  ];
  for (const [tool, version, expected] of table) {
    assert.equal(accepts(ACCEPTED[tool], version), expected, `${tool} ${version}`);
  }
  assert.equal(describeRange(ACCEPTED.buildkit), "0.31.0");
});

test("our own folders on PATH and our own Pulumi home are not taken for the user's", () => {
  const machine = readMachine({
    HOME: "/home/u",
    PATH: "/home/u/.cache/krm-functions/tools/pulumi-3.245.0-abc:/usr/bin::/bin",
    PULUMI_HOME: "/home/u/.cache/krm-functions/pulumi-home",
  });
  assert.deepEqual(machine.path, ["/usr/bin", "/bin"]);
  assert.equal(machine.userPulumiHome, undefined);
  const other = readMachine({ HOME: "/home/u", XDG_CACHE_HOME: "/c", PULUMI_HOME: "/p" });
  assert.equal(other.cache, "/c/krm-functions");
  assert.equal(other.userPulumiHome, "/p");
});
