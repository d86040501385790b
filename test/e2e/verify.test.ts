// Owns the end-to-end tests of `npm run verify`: a published project, its tags put back, its images run and built again.
import assert from "node:assert/strict";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openRegistryClient, readImage } from "../../oci/index.ts";
import { startDockerEngine } from "./docker-engine.ts";
import { copyProject, finish, freePort, type Project } from "./project.ts";

const name = "set-labels";

describe("npm run verify", () => {
  let project: Project;
  before(async () => {
    project = await copyProject({ port: await freePort() });
    for (const other of readdirSync(join(project.root, "functions")))
      if (![name, "Dockerfile"].includes(other))
        rmSync(join(project.root, "functions", other), { recursive: true });
    // The functions' own versions, as a stack that releases has them.
    project.write(
      "Pulumi.dev.yaml",
      project.read("Pulumi.dev.yaml").replace(/^.*krm-functions:version:.*\n/m, ""),
    );
    await git("init", "--quiet");
    await commit("The sources of what is published");
    const { code, output } = await project.npm("start");
    assert.equal(code, 0, output);
  });
  after(() => project.remove());

  const git = async (...args: string[]) => {
    const who = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
    const { code, stdout, output } = await finish("git", [...who, ...args], { cwd: project.root });
    assert.equal(code, 0, output);
    return stdout.trim();
  };
  const commit = async (message: string) => {
    await git("add", "--all");
    await git("commit", "--quiet", "--message", message);
    return await git("rev-parse", "HEAD");
  };
  const verify = (args: readonly string[] = [], environment: Record<string, string> = {}) =>
    project.npm("verify", ["--stack", "dev", ...args], environment);
  const image = () => `${project.registry}/${name}`;

  test("finds what was published as it should be, as a table and as JSON", async () => {
    const table = await verify();
    assert.equal(table.code, 0, table.output);
    assert.match(table.stdout, /^function .* verified\nset-labels +(v\S+) +\1 v\d+\.\d+ v\d+ .* kB +yes\n$/);
    const { stdout } = await verify(["--json"]);
    const { ok, functions } = JSON.parse(stdout);
    assert.equal(ok, true);
    assert.deepEqual(
      functions[0].platforms.map(({ platform }: { platform: string }) => platform),
      ["linux/amd64", "linux/arm64"],
    );
  });

  test("names a stack that is not there, and one that was never updated", async () => {
    const unknown = await project.npm("verify", ["--stack", "nowhere"]);
    assert.equal(unknown.code, 1);
    assert.match(
      unknown.output,
      /stack "nowhere": must be a stack of this project, but: no stack named 'nowhere' found/,
    );
    await project.npm("pulumi", ["stack", "init", "empty", "--non-interactive"]);
    const empty = await project.npm("verify", ["--stack", "empty"]);
    await project.npm("pulumi", ["stack", "rm", "empty", "--yes"]);
    assert.equal(empty.code, 1);
    assert.match(empty.output, /stack "empty": must have been updated .*npm run pulumi -- up --stack empty/);
  });

  test("an architecture's image is no bigger than the same image built alone", async () => {
    const folder = ".cache/stacks/dev";
    const alone = `${image()}-alone`;
    const build = [
      ...["build", "--builder", "krm-functions", "--platform", "linux/amd64", "--provenance=false"],
      ...["--file", `${folder}/recipes/${name}.Dockerfile`, "--build-arg", "SOURCE_DATE_EPOCH=0"],
      ...["--output", `type=registry,name=${alone}:dev,oci-mediatypes=true,rewrite-timestamp=true`],
    ];
    const buildx = `eval "$(npm run -s env)" && buildx ${build.join(" ")} ${folder}/contexts/${name}`;
    const { code, output } = await finish("bash", ["-c", buildx], { cwd: project.root });
    assert.equal(code, 0, output);
    const client = openRegistryClient();
    const [single] = (await readImage(client, alone, "dev"))?.platforms ?? [];
    const { platforms = [] } =
      (await readImage(client, image(), "v0")) ?? (await readImage(client, image(), "v1")) ?? {};
    const amd64 = platforms.find(({ platform }) => platform === "linux/amd64");
    assert.ok(amd64 && single && single.platform === "linux/amd64");
    assert.ok(amd64.size <= single.size, `${amd64.size} bytes, alone ${single.size}`);
  });

  test("puts a moved and a deleted tag back", async () => {
    const client = openRegistryClient();
    const { functions } = JSON.parse((await verify(["--json"])).stdout);
    const [{ digest, platforms, tags }] = functions;
    const [release, floating] = tags.map(({ tag }: { tag: string }) => tag);
    const other = await client.read(image(), platforms[0].digest);
    assert.ok(other);
    await client.tag(image(), release, other);
    await fetch(`http://${project.registry}/v2/${name}/manifests/${floating}`, { method: "DELETE" });
    const found = await verify();
    assert.equal(found.code, 1);
    assert.ok(
      found.output.includes(
        `${image()}:${release}: must point at ${digest}, which the stack published, but points at`,
      ),
    );
    assert.ok(
      found.output.includes(
        `${image()}:${floating}: must point at ${digest}, which the stack published, but is gone`,
      ),
    );
    const mended = await verify(["--mend"]);
    assert.equal(mended.code, 0, mended.output);
    for (const tag of [release, floating]) {
      assert.ok(mended.output.includes(`${image()}:${tag}: put back`));
      assert.equal(await client.digestOf(image(), tag), digest);
    }
  });

  test("runs the cases in the published images as kpt does, on both platforms", async () => {
    const none = await verify(["--run"], { DOCKER_HOST: "unix:///nowhere/docker.sock" });
    assert.equal(none.code, 1);
    assert.match(none.output, /Docker engine: must answer, since it runs the images, but: .*set DOCKER_HOST/);
    const cases = `functions/${name}/cases`;
    const names = readdirSync(join(project.root, cases));
    for (const one of names.slice(1)) rmSync(join(project.root, cases, one), { recursive: true });
    const engine = await startDockerEngine();
    try {
      const ran = await verify(["--run"], { DOCKER_HOST: engine.host });
      assert.equal(ran.code, 0, ran.output);
      assert.match(ran.stdout, / linux\/amd64 1, linux\/arm64 1 +yes\n$/);
      const [first = ""] = names;
      project.write(`${cases}/${first}/expected.yaml`, "kind: Other\n");
      const failed = await verify(["--run", "--json"], { DOCKER_HOST: engine.host });
      assert.equal(failed.code, 1);
      const { runs, problems } = JSON.parse(failed.stdout).functions[0];
      assert.deepEqual(
        runs.map(({ platform, state }: { platform: string; state: string }) => `${platform} ${state}`),
        ["linux/amd64 failed", "linux/arm64 failed"],
      );
      assert.match(problems[0].path, new RegExp(`^${cases}/${first}/expected.yaml \\(linux/amd64\\)`));
      assert.match(problems[0].must, /^the output must be as expected\n.*\+/s);
    } finally {
      await engine.stop();
      await git("checkout", "--quiet", "--", cases);
    }
  });

  test("builds a release again from the commit that set its version: the same digest", async () => {
    const source = await git("rev-parse", "HEAD");
    project.write(
      `functions/${name}/index.ts`,
      `${project.read(`functions/${name}/index.ts`)}\nconsole.error("later");\n`,
    );
    await commit("Sources after the release");
    const { code, output, stdout } = await verify(["--rebuild"]);
    assert.equal(code, 0, output);
    assert.match(output, new RegExp(`Building ${name} again from commit ${source.slice(0, 12)}`));
    assert.match(stdout, new RegExp(` same \\(${source.slice(0, 12)}\\) +yes\\n$`));
    assert.equal(
      await git("worktree", "list"),
      `${project.root}  ${await git("rev-parse", "--short", "HEAD")} [${await git("branch", "--show-current")}]`,
    );
  });
});
