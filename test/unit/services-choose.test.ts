// Tests of the choice between a Docker engine and processes, and of the command lines for Docker.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { chooseRunner, type Engine } from "../../tools/services/choose.ts";
import {
  type Docker,
  ensureRegistryContainer,
  inspectEngine,
  registryName,
  runRegistry,
  stopBuilderContainer,
  stopRegistryContainer,
} from "../../tools/services/docker.ts";

const image = "moby/buildkit:v0.31.0";
const absent: Engine = { state: "absent", reason: "this machine has no Docker" };
const clientOnly: Engine = { state: "absent", reason: "no Docker engine answers: refused" };
const unprivileged: Engine = { state: "no-builder", reason: "the Docker engine cannot start it" };
const full: Engine = { state: "full" };

describe("the runner of the local services", () => {
  for (const [mode, engine, runner] of [
    ["auto", full, "docker"],
    ["auto", absent, "processes"],
    ["auto", clientOnly, "processes"],
    ["auto", unprivileged, "processes"],
    ["docker", full, "docker"],
    ["processes", full, "processes"],
    ["processes", absent, "processes"],
  ] as const) {
    test(`${mode} with an engine that is ${engine.state}: ${runner}`, () => {
      assert.equal(chooseRunner(mode, engine).runner, runner);
    });
  }

  for (const engine of [absent, unprivileged]) {
    test(`docker with an engine that is ${engine.state}: told, with the cure`, () => {
      assert.throws(
        () => chooseRunner("docker", engine),
        /localServices: is "docker", but .*; mend that, or run .npm run pulumi -- config set localServices auto/,
      );
    });
  }
});

/** A Docker client that answers by the first words of its arguments, and remembers what it was asked. */
function fakeDocker(
  answers: Readonly<Record<string, readonly [code: number, text: string]>>,
): [Docker, string[]] {
  const asked: string[] = [];
  const docker: Docker = async (args) => {
    const line = args.join(" ");
    asked.push(line);
    const [, [code, text]] = Object.entries(answers).find(([start]) => line.startsWith(start)) ?? [
      "",
      [0, ""],
    ];
    return code === 0 ? { code, stdout: text, stderr: "" } : { code, stdout: "", stderr: text };
  };
  return [docker, asked];
}

describe("the Docker engine", () => {
  test("a client without an engine", async () => {
    const [docker, asked] = fakeDocker({ version: [1, "Cannot connect to the Docker daemon"] });
    const engine = await inspectEngine(docker, image);
    assert.deepEqual(engine, {
      state: "absent",
      reason: "no Docker engine answers: Cannot connect to the Docker daemon",
    });
    assert.equal(asked.length, 1);
  });

  test("an engine that refuses privileged containers", async () => {
    const [docker, asked] = fakeDocker({
      version: [0, "27.0"],
      run: [
        125,
        "docker: Error response from daemon: operation not permitted.\n\nRun 'docker run --help' for more information",
      ],
    });
    const engine = await inspectEngine(docker, image);
    assert.equal(engine.state, "no-builder");
    assert.match("reason" in engine ? engine.reason : "", /operation not permitted\.$/);
    assert.equal(asked[1], `run --rm --privileged --network host ${image} --version`);
  });

  test("an engine that runs BuildKit; one that did before is not tried again", async () => {
    const [docker, asked] = fakeDocker({});
    assert.deepEqual(await inspectEngine(docker, image), { state: "full" });
    assert.deepEqual(await inspectEngine(docker, undefined), { state: "full" });
    assert.equal(asked.filter((line) => line.startsWith("run")).length, 1);
  });

  test("none at all", async () => {
    assert.deepEqual(await inspectEngine(undefined, image), absent);
  });
});

describe("the registry's container", () => {
  test("listens on loopback only, keeps its data, is of one clone", () => {
    const name = registryName("/clone");
    assert.match(name, /^krm-functions-registry-[0-9a-f]{8}$/);
    assert.notEqual(name, registryName("/other"));
    const line = runRegistry("/clone", 5055).join(" ");
    assert.match(
      line,
      /^run --detach --restart unless-stopped --name krm-functions-registry-\w+ --label krm-functions\.clone=\/clone/,
    );
    assert.ok(line.includes(`--publish 127.0.0.1:5055:5000 --volume ${name}:/var/lib/registry`));
    assert.match(line, / registry:3\.0\.0$/);
  });

  test("a port that another program has is told with the cure", async () => {
    const [docker] = fakeDocker({
      "container inspect": [1, "no such container"],
      run: [125, "bind: address already in use"],
    });
    await assert.rejects(
      ensureRegistryContainer(docker, "/clone", 5055),
      /localhost:5055: must be served .* already in use; stop that program, or choose/,
    );
  });

  test("an image that cannot be had is told with another cure", async () => {
    const [docker] = fakeDocker({
      "container inspect": [1, "no such container"],
      run: [125, "docker: Error response from daemon: no route to host."],
    });
    await assert.rejects(
      ensureRegistryContainer(docker, "/clone", 5055),
      /localhost:5055: must be served .* no route to host\.; see that `docker pull registry:3\.0\.0` works/,
    );
  });
});

describe("containers that are stopped", () => {
  test("the registry's is removed, BuildKit's only stopped, since its cache is in it", async () => {
    const [docker, asked] = fakeDocker({ ps: [0, "0123456789ab"] });
    const name = registryName("/clone");
    assert.equal(await stopRegistryContainer(docker, "/clone"), true);
    assert.equal(await stopBuilderContainer(docker), true);
    assert.deepEqual(asked, [
      `ps --quiet --filter name=^${name}$`,
      `rm --force ${name}`,
      "ps --quiet --filter name=^buildx_buildkit_krm-functions0$",
      "stop buildx_buildkit_krm-functions0",
    ]);
  });

  test("none where none runs, or no engine answers", async () => {
    for (const answer of [
      [0, ""],
      [1, "Cannot connect to the Docker daemon"],
    ] as const) {
      const [docker, asked] = fakeDocker({ ps: answer });
      assert.equal(await stopBuilderContainer(docker), false);
      assert.equal(asked.length, 1);
    }
  });

  test("one that does not end is told with the cure", async () => {
    const [docker] = fakeDocker({ ps: [0, "0123456789ab"], stop: [1, "Error: no permission"] });
    await assert.rejects(
      stopBuilderContainer(docker),
      /buildx_buildkit_krm-functions0: must end, but: Error: no permission; run `docker rm --force/,
    );
  });
});
