// Owns the tests of published and loaded images in a Docker engine, run as kpt runs them.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { readCases } from "../../catalog/check/case.ts";
import { runCase } from "../../catalog/check/cases.ts";
import { readCatalog } from "../../catalog/index.ts";
import { type DockerEngine, startDockerEngine } from "./docker-engine.ts";
import { assertFiles } from "./image-files.ts";
import { finish, type Project } from "./project.ts";
import { tagDigest } from "./registry.ts";

const platforms = ["linux/amd64", "linux/arm64"];
const up = ["up", "--yes", "--skip-preview", "--stack", "dev", "--non-interactive"];
const run = "run --rm -i --network none --user nobody --security-opt=no-new-privileges".split(" ");

/** Declares the tests of a published project's functions. Source of the flags: kpt, `pkg/fn/runtime` of its container runner. */
export function testContainers(project: () => Project, names: readonly string[]): void {
  let engine: DockerEngine;
  before(async () => {
    engine = await startDockerEngine();
  });
  after(() => engine.stop());

  const docker = (args: readonly string[], input?: string) =>
    finish("docker", args, {
      env: { ...process.env, DOCKER_HOST: engine.host },
      ...(input === undefined ? {} : { input }),
    });

  for (const name of names) {
    for (const platform of platforms) {
      test(`${name} runs as kpt runs it on ${platform}`, async () => {
        const image = `${project().registry}/${name}:dev`;
        const pulled = await docker(["pull", "--platform", platform, image]);
        assert.equal(pulled.code, 0, pulled.output);
        const [one] = readCases(join(project().root, "functions", name, "cases")).filter(
          ({ error }) => error === undefined,
        );
        assert.ok(one);
        const failures = await runCase(
          one,
          async (input) => {
            const { code, stdout, output } = await docker([...run, "--platform", platform, image], input);
            return { output: stdout, exitCode: code, stderr: output };
          },
          false,
        );
        assert.deepEqual(failures, []);
      });
    }
  }

  for (const platform of platforms) {
    test(`images have no shell, nothing setuid, nothing to write to but /tmp, on ${platform}`, async () => {
      // Those of the default recipe differ in their program alone.
      const own = names.filter((name) => existsSync(join(project().root, "functions", name, "Dockerfile")));
      for (const name of ["set-labels", ...own]) {
        const image = `${project().registry}/${name}:dev`;
        const created = await docker(["create", "--platform", platform, image]);
        assert.equal(created.code, 0, created.output);
        const list = 'set -o pipefail; docker export "$0" | tar --numeric-owner -tvf -';
        const listed = await finish("bash", ["-c", list, created.stdout.trim()], {
          env: { ...process.env, DOCKER_HOST: engine.host },
        });
        await docker(["rm", created.stdout.trim()]);
        assert.equal(listed.code, 0, listed.output);
        assertFiles(listed.stdout, `${name} on ${platform}`);
      }
    });

    test(`V8 takes its compiled code in an image on ${platform}`, async () => {
      // The check asks the same of every function; here it is what was published, with its entrypoint's options.
      const options = (await readCatalog(project().root, { only: ["set-labels"] })).flatMap(({ recipe }) =>
        recipe.entrypoint.slice(1, -1),
      );
      const program = [
        'const { compile } = require("/app/start.cjs");',
        'const code = require("node:fs").readFileSync("/app/function.code");',
        'process.stdout.write(`refused: ${compile("function.cjs", code).cachedDataRejected}`);',
      ].join("");
      const image = `${project().registry}/set-labels:dev`;
      const { stdout, output } = await docker([
        ...[...run, "--platform", platform, "--entrypoint", "node"],
        ...[image, ...options, "--eval", program],
      ]);
      assert.equal(stdout, "refused: false", output);
    });

    for (const user of ["nobody", "65532"]) {
      test(`set-labels runs read-only, without capabilities, as ${user} on ${platform}`, async () => {
        const [one] = readCases(join(project().root, "functions/set-labels/cases")).filter(
          ({ error }) => error === undefined,
        );
        const strict = ["--read-only", "--cap-drop=ALL", "--user", user, "--platform", platform];
        const { code, stdout, output } = await docker(
          [...run, ...strict, `${project().registry}/set-labels:dev`],
          one?.input ?? "",
        );
        assert.equal(code, 0, output);
        assert.match(stdout, /^kind: ResourceList$/m);
      });
    }
  }

  test("`publish: load` loads this machine's platform, which runs", async () => {
    const settings = (text: string) =>
      `${text.replace("version: dev", "version: loaded")}  krm-functions:publish: load\n`;
    await project().edited({ "Pulumi.dev.yaml": settings }, async () => {
      const loaded = await project().npm("pulumi", up, { DOCKER_HOST: engine.host });
      assert.equal(loaded.code, 0, loaded.output);
      const image = `${project().registry}/set-labels:loaded`;
      const help = await docker(["run", "--rm", "--network", "none", image, "--help"]);
      assert.equal(help.code, 0, help.output);
      assert.match(help.stdout, /set-labels/);
      assert.equal(await tagDigest(project().registry, "set-labels", "loaded"), undefined);
    });
    const back = await project().npm("pulumi", up);
    assert.equal(back.code, 0, back.output);
  });
}
