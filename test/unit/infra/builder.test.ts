// Owns the tests of the builder: the commands that make its entry, and what is read from its answer.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, describe, test } from "node:test";
import { builderProblems, readState } from "../../../infra/builder/check.ts";
import { createCommands, ensureEntry } from "../../../infra/builder/entry.ts";
import { readLocalServices, servicesFile } from "../../../infra/builder/services-file.ts";

const inspected = `Name:          krm-functions
Driver:        remote
Last Activity: 2026-01-01 10:00:00 +0000 UTC

Nodes:
Name:             krm-functions0
Endpoint:         unix:///run/buildkitd.sock
Status:           running
BuildKit version: v0.31.0
Platforms:        linux/amd64, linux/amd64/v2, linux/arm64*
`;

describe("the builder's entry", () => {
  test("remote: the endpoint of BuildKit", () => {
    const { env, commands } = createCommands({ driver: "remote", endpoint: "unix:///run/b.sock" });
    assert.deepEqual(env, {});
    assert.deepEqual(commands, [
      ["create", "--name", "krm-functions", "--driver", "remote", "unix:///run/b.sock"],
    ]);
  });

  test("docker-container: the pinned BuildKit, on the host's network", () => {
    const { commands } = createCommands({ driver: "docker-container", image: "moby/buildkit:v0.31.0" });
    assert.deepEqual(commands, [
      [
        ...["create", "--name", "krm-functions", "--driver", "docker-container"],
        ...["--driver-opt", "image=moby/buildkit:v0.31.0", "--driver-opt", "network=host"],
      ],
    ]);
  });
});

describe("the builder's state", () => {
  test("its platforms, with and without a star", () => {
    assert.deepEqual(readState(inspected), {
      platforms: ["linux/amd64", "linux/amd64/v2", "linux/arm64"],
      versions: ["v0.31.0"],
    });
  });

  test("two nodes add up", () => {
    const { platforms } = readState(`${inspected}\nPlatforms: linux/s390x\n`);
    assert.ok(platforms.includes("linux/s390x") && platforms.includes("linux/amd64"));
  });

  test("an error is kept", () => {
    assert.equal(readState("Name: x\nError: no such socket\n").error, "no such socket");
  });

  test("a node that is not running is an error", () => {
    assert.equal(readState(inspected.replace("running", "inactive")).error, 'its status is "inactive"');
  });

  test("a missing platform is named with its cure", () => {
    const [problem, ...others] = builderProblems(
      { platforms: ["linux/amd64"], versions: [] },
      ["linux/amd64", "linux/arm64"],
      { cure: "start it" },
    );
    assert.equal(others.length, 0);
    assert.equal(problem?.must, "must run linux/arm64, but has only linux/amd64");
    assert.match(problem?.cure ?? "", /qemu-user-static/);
  });

  test("another BuildKit than the pinned one is a problem where that is asked for", () => {
    const other = readState(inspected.replace("v0.31.0", "v0.30.2"));
    const wanted = ["linux/amd64", "linux/arm64"];
    const [problem, ...others] = builderProblems(other, wanted, { cure: "start it", version: "v0.31.0" });
    assert.equal(others.length, 0);
    assert.match(problem?.must ?? "", /^must be BuildKit v0\.31\.0, since .*, not "v0\.30\.2"$/);
    assert.equal(problem?.cure, "run moby/buildkit:v0.31.0 there");
    assert.deepEqual(builderProblems(other, wanted, { cure: "start it" }), []);
  });

  test("no problem where all platforms run", () => {
    assert.deepEqual(
      builderProblems(readState(inspected), ["linux/amd64", "linux/arm64"], { cure: "start it" }),
      [],
    );
  });
});

describe("a record that is no JSON is told with its cure:", () => {
  const folder = mkdtempSync(join(tmpdir(), "builder-"));
  after(() => rmSync(folder, { recursive: true }));
  const broken = (path: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), "{");
  };

  test("buildx's own", async (t) => {
    broken("instances/krm-functions");
    const before = process.env.BUILDX_CONFIG;
    t.after(() => {
      if (before === undefined) delete process.env.BUILDX_CONFIG;
      else process.env.BUILDX_CONFIG = before;
    });
    process.env.BUILDX_CONFIG = folder;
    await assert.rejects(
      ensureEntry({ driver: "remote", endpoint: "unix:///run/b.sock" }),
      /instances\/krm-functions: must be as buildx writes it, but: .*; remove that file/,
    );
  });

  test("that of the local services", () => {
    broken(servicesFile);
    assert.throws(
      () => readLocalServices(folder),
      /local\.json: must be as `npm start` writes it, but: .*; run `npm start`/,
    );
    assert.equal(readLocalServices(join(folder, "elsewhere")), undefined);
  });
});
