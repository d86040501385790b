// Owns the end-to-end tests of what goes wrong: each message names its cure, no tag moves, and the next run continues.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalServices } from "../../infra/builder/services-file.ts";
import { copyProject, finish, freePort, type Project } from "./project.ts";
import { tagDigest } from "./registry.ts";

describe("bad days", () => {
  let project: Project;
  let port: number;
  let published: string | undefined;

  before(async () => {
    port = await freePort();
    project = await copyProject({ port });
    project.removeFunctions();
  });
  after(() => project.remove());

  /** Plain Pulumi in a shell that took over the environment, as a user would run it: nothing is started for it. */
  const plain = (command: string) =>
    finish("bash", ["-c", `eval "$(npm run -s env)" && ${command}`], { cwd: project.root });
  const preview = () => plain("pulumi preview --stack dev --non-interactive");
  const digest = () => tagDigest(project.registry, "demo", "dev");
  /** Runs `attempt` with a file changed; it must fail with all of `messages`, and no tag may move. */
  const refused = async (
    path: string,
    change: (text: string) => string,
    messages: readonly RegExp[],
    attempt = preview,
  ) => {
    const text = project.read(path);
    project.write(path, change(text));
    const { code, output } = await attempt();
    project.write(path, text);
    assert.notEqual(code, 0, output);
    for (const message of messages) assert.match(output, message);
    assert.doesNotMatch(output, /\n\s+at .*\.ts:\d+/, "no stack for what the user can mend");
  };
  const pidOf = (service: string) =>
    (
      JSON.parse(readFileSync(join(project.root, ".cache/services", service, "process.json"), "utf8")) as {
        pid: number;
      }
    ).pid;

  test("no function: says how to add one", async () => {
    const { code, output } = await project.npm("start");
    assert.notEqual(code, 0);
    assert.match(output, /functions: must hold at least one function; run `npm run new -- NAME`/);
  });

  test("`npm run new` makes a function; a preview tells its digest, and `npm start` publishes that", async () => {
    const made = await project.npm("new", ["demo"]);
    assert.equal(made.code, 0, made.output);
    const preview = await project.npm("pulumi", ["preview", "--stack", "dev", "--non-interactive"]);
    assert.equal(preview.code, 0, preview.output);
    const [, shown] =
      /demo: checked on every platform; up publishes (sha256:[0-9a-f]{64})/.exec(preview.output) ?? [];
    assert.ok(shown, preview.output);
    assert.equal(await digest(), undefined);
    const { code, output } = await project.npm("start");
    assert.equal(code, 0, output);
    published = await digest();
    assert.equal(published, shown);
  });

  test("`npm run new` refuses a taken and a bad name", async () => {
    for (const name of ["demo", "Bad_Name"]) {
      const { code, output } = await project.npm("new", [name]);
      assert.notEqual(code, 0);
      assert.match(output, new RegExp(name));
    }
  });

  test('plain `pulumi`, after `eval "$(npm run -s env)"`, does the same', async () => {
    const { code, output } = await plain("pulumi preview --stack dev --non-interactive --expect-no-changes");
    assert.equal(code, 0, output);
  });

  test("a wrong setting", () =>
    refused(
      "Pulumi.dev.yaml",
      (text) => `${text}  krm-functions:publish: maybe\n  krm-functions:registri: x\n`,
      [
        /krm-functions:publish: must be one of "push", "load", "build", not "maybe"/,
        /krm-functions:registri: is no setting/,
      ],
    ));

  test("a token among the settings: Pulumi refuses to write it down as it is", async () => {
    const { code, output } = await plain("pulumi config set --stack dev token 7f3K-q9zP0a2Zx5LmW8v");
    assert.notEqual(code, 0, output);
    assert.match(output, /looks like a secret/);
    assert.doesNotMatch(project.read("Pulumi.dev.yaml"), /7f3K/);
  });

  test("an unknown key, a missing key and a bad version, all at once", () =>
    refused("functions/demo/function.yaml", () => "versoin: v1\nversion: latest\n", [
      /functions\/demo\/function\.yaml.*versoin/,
      /functions\/demo\/function\.yaml.*description/,
      /functions\/demo\/function\.yaml.*"latest"/,
    ]));

  test("broken YAML", () =>
    refused("functions/demo/function.yaml", (text) => `${text}\n  - [`, [
      /functions\/demo\/function\.yaml:\d+/,
    ]));

  test("a syntax error in a function", () =>
    refused("functions/demo/index.ts", (text) => `${text}\nconst = 1;\n`, [
      /functions\/demo\/index\.ts:\d+:\d+/,
    ]));

  test("a failing case: its diff, and no tag moves", () =>
    refused(
      "functions/demo/index.ts",
      (text) => text.replace(/(export default function \w+\([^)]*\)[^{]*\{)/, "$1 return;"),
      [
        /demo: its build failed:\n\s+functions\/demo\/cases\/[\w-]+\/expected\.yaml \(linux\/(amd64|arm64)\)/,
        /--- expected/,
      ],
      () => plain("pulumi up --yes --skip-preview --stack dev --non-interactive"),
    ));

  test("a base that nobody has", () =>
    refused("Pulumi.dev.yaml", (text) => `${text}  krm-functions:registry: existing\n`, [
      /krm-functions:bases\.node: must be a reference by digest/,
    ]));

  test("a dead builder: named, with its cure; `npm start` starts it again", async () => {
    process.kill(pidOf("buildkit"), "SIGKILL");
    await refused("Pulumi.dev.yaml", (text) => text, [/builder krm-functions: must answer.*npm start/s]);
    const { code, output } = await project.npm("start");
    assert.equal(code, 0, output);
    assert.equal(await digest(), published);
  });

  test("a dead registry: named, with its cure; `npm run pulumi` starts it again", async () => {
    process.kill(pidOf("registry"), "SIGKILL");
    await refused("Pulumi.dev.yaml", (text) => text, [
      new RegExp(`${project.registry}: must answer.*npm start`, "s"),
    ]);
    const { code, output } = await project.npm("pulumi", [
      "preview",
      "--stack",
      "dev",
      "--expect-no-changes",
    ]);
    assert.equal(code, 0, output);
    assert.equal(await digest(), published);
  });

  test("a registry that lost its data: `npm start` publishes again, the same digest", async () => {
    await project.npm("stop");
    rmSync(join(project.root, ".cache/services/registry"), { recursive: true });
    const { code, output } = await project.npm("start");
    assert.equal(code, 0, output);
    assert.match(output, /The registry no longer has demo: publishing again/);
    assert.equal(await digest(), published);
  });

  test("a builder that cannot run the other platform: named, with its cure", async () => {
    const host = process.arch === "arm64" ? "arm64" : "amd64";
    const folder = mkdtempSync(join(tmpdir(), "krm-functions-buildkit-"));
    const endpoint = `unix://${folder}/sock`;
    // In a user namespace of its own, without the emulators that the kernel may know (Linux 6.7 and newer).
    const start = 'mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc && exec "$@"';
    const buildkit = [readlinkSync(`/proc/${pidOf("buildkit")}/exe`), "--addr", endpoint, "--root", folder];
    const options = ["--oci-worker-platform", `linux/${host}`, "--containerd-worker=false"];
    const buildkitd = spawn("unshare", ["-Urm", "bash", "-c", start, "-", ...buildkit, ...options], {
      stdio: "ignore",
    });
    try {
      while (!existsSync(join(folder, "sock")) && buildkitd.exitCode === null) await sleep(50);
      const record = JSON.parse(project.read(".cache/services/local.json")) as LocalServices;
      const other = { ...record, builder: { driver: "remote", endpoint } };
      await refused(".cache/services/local.json", () => JSON.stringify(other), [
        new RegExp(`builder krm-functions: must run linux/(arm64|amd64), but has only linux/${host}`),
        /qemu-user-static/,
      ]);
    } finally {
      const ended = new Promise((resolve) => buildkitd.once("exit", resolve));
      if (buildkitd.kill("SIGTERM")) await ended;
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test("a taken port: says by whom and how to choose another", async () => {
    await project.npm("stop");
    const squatter: Server = createServer().listen(port, "127.0.0.1");
    await new Promise((resolve) => squatter.once("listening", resolve));
    const { code, output } = await project.npm("start");
    squatter.close();
    assert.notEqual(code, 0);
    assert.match(output, new RegExp(`${port}`));
    assert.match(output, /config set imagePrefix localhost:\d+/);
  });

  test("after all that, `npm start` finds everything as it was", async () => {
    const { code, output } = await project.npm("start");
    assert.equal(code, 0, output);
    assert.equal(await digest(), published);
  });
});
