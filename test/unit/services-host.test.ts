// Tests of what BuildKit as a process needs of a machine, and of its configuration.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { buildkitConfig, socketPath } from "../../tools/services/buildkit.ts";
import { type Host, inspectHost, prepareHost, requireSpace } from "../../tools/services/host.ts";
import { registryConfig } from "../../tools/services/registry.ts";

function host(programs: readonly string[], changes: Partial<Host> = {}): Host {
  return {
    system: "linux",
    architecture: "x64",
    root: true,
    apt: true,
    find: (program) => (programs.includes(program) ? `/usr/bin/${program}` : undefined),
    runsForeign: () => false,
    ...changes,
  };
}

describe("the machine", () => {
  test("with runc and qemu needs nothing", () => {
    const needs = inspectHost(host(["runc", "qemu-aarch64-static"]));
    const emulator = { architecture: "aarch64", file: "/usr/bin/qemu-aarch64-static" };
    assert.deepEqual(needs, { packages: [], emulator });
  });

  test("of arm64 needs the emulator of amd64", () => {
    const needs = inspectHost(host(["runc", "qemu-x86_64-static"], { architecture: "arm64" }));
    assert.deepEqual(needs.emulator, { architecture: "x86_64", file: "/usr/bin/qemu-x86_64-static" });
  });

  test("without them needs both packages", () => {
    assert.deepEqual(inspectHost(host([])).packages, ["runc", "qemu-user-static"]);
  });

  test("whose kernel runs the other platform needs no emulator", () => {
    const needs = inspectHost(host(["runc"], { runsForeign: (architecture) => architecture === "aarch64" }));
    assert.deepEqual(needs, { packages: [], emulator: undefined });
  });

  test("without apt is told what to install", async () => {
    const told: string[] = [];
    const bare = host(["runc"], { apt: false });
    await assert.rejects(
      prepareHost(bare, (line) => told.push(line)),
      /qemu-user-static: must be installed: .* package manager/,
    );
    assert.deepEqual(told, []);
  });

  test("without root, and other than Linux, is told to use an engine", () => {
    assert.throws(
      () => inspectHost(host([], { root: false })),
      /must be started by root .*; run the command as root .* Docker engine/,
    );
    assert.throws(
      () => inspectHost(host([], { system: "darwin" })),
      /on Linux only, not on "darwin"; install a Docker engine/,
    );
  });
});

test("a disk that is nearly full is told before anything is started on it", () => {
  requireSpace("/", 0);
  assert.throws(
    () => requireSpace("/", 2 ** 70),
    /\/: must have \d+\.0 GiB of disk left, not \d+\.\d GiB; free some space, then run the command again/,
  );
});

describe("the daemons' configuration", () => {
  test("BuildKit: one worker, both platforms, the registry in plain HTTP", () => {
    const options = {
      executables: { buildkitd: "", buildctl: "" },
      folder: "/c/buildkit",
      socket: "/run/b.sock",
      emulator: undefined,
    };
    const config = buildkitConfig({ ...options, registryPort: 5055 });
    assert.match(config, /root = "\/c\/buildkit\/data"/);
    assert.match(config, /address = \["unix:\/\/\/run\/b\.sock"\]/);
    assert.match(config, /platforms = \["linux\/amd64", "linux\/arm64"\]/);
    assert.match(config, /\[worker\.containerd\]\n {2}enabled = false/);
    assert.match(config, /\[registry\."localhost:5055"\]\n {2}http = true/);
    assert.doesNotMatch(buildkitConfig({ ...options, registryPort: undefined }), /registry/);
  });

  test("the registry: loopback only, digests can be deleted", () => {
    const config = JSON.parse(registryConfig("/c/registry/data", 5055));
    assert.equal(config.http.addr, "127.0.0.1:5055");
    assert.equal(config.storage.delete.enabled, true);
    assert.equal(config.storage.filesystem.rootdirectory, "/c/registry/data");
  });

  test("the socket's path is short, however deep the clone is", () => {
    const deep = `/home/${"deep/".repeat(60)}clone`;
    assert.match(socketPath(deep, 0, undefined), /^\/run\/krm-functions-[0-9a-f]{8}\/buildkitd\.sock$/);
    assert.ok(socketPath(deep, 1000, "/run/user/1000").startsWith("/run/user/1000/krm-functions-"));
    assert.throws(() => socketPath(deep, 1000, undefined), /XDG_RUNTIME_DIR: must name a folder/);
  });
});
