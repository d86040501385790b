// Owns the tests of the stand-in for Pulumi's Node.js language host, built as the toolchain builds it, with runners that write
// down how they were started.
import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, type TestContext, test } from "node:test";
import { credentials, Metadata } from "@grpc/grpc-js";
import service from "@pulumi/pulumi/proto/language_grpc_pb.js";
import language, { type RunRequest, type RunResponse } from "@pulumi/pulumi/proto/language_pb.js";
import { ARTIFACTS } from "../../tools/toolchain/artifacts.ts";
import { goBuilder } from "../../tools/toolchain/go-build.ts";
import { temporary } from "../unit/toolchain-fixtures.ts";

const require = createRequire(import.meta.url);
// Only transitive dependencies have these modules.
const ofSdk = createRequire(require.resolve("@pulumi/pulumi/proto/language_pb.js"));
const { Struct: struct } = ofSdk("google-protobuf/google/protobuf/struct_pb.js");
const { Empty: Nothing } = ofSdk("google-protobuf/google/protobuf/empty_pb.js");

/** A program whose SDK's runner does `body`, with `seen` for what it saw. */
function program(t: TestContext, body: string): string {
  const directory = temporary(t);
  const runner = join(directory, "node_modules", "@pulumi", "pulumi", "cmd", "run");
  mkdirSync(runner, { recursive: true });
  writeFileSync(join(runner, "index.js"), body);
  writeFileSync(join(runner, "..", "..", "package.json"), '{ "name": "@pulumi/pulumi", "version": "3.9.9" }');
  return directory;
}

const NOTE = `
  const { PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS, PULUMI_NODEJS_TYPESCRIPT, TRACEPARENT } = process.env;
  require("node:fs").writeFileSync("seen.json", JSON.stringify({
    args: process.argv.slice(2), node: process.execArgv, cwd: process.cwd(),
    PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS, PULUMI_NODEJS_TYPESCRIPT, TRACEPARENT,
  }));`;

function request(directory: string, options: Record<string, string | boolean> = {}): RunRequest {
  const info = new language.ProgramInfo();
  info.setRootDirectory(directory);
  info.setProgramDirectory(directory);
  info.setEntryPoint("index.ts");
  info.setOptions(struct.fromJavaScript(options));
  const run = new language.RunRequest();
  run.setInfo(info);
  run.setProject("project");
  run.setStack("dev");
  run.setOrganization("organization");
  run.setPwd(directory);
  run.setMonitorAddress("127.0.0.1:11");
  run.setParallel(4);
  run.setDryrun(true);
  run.getConfigMap().set("project:word", 'a "b"');
  run.setConfigsecretkeysList(["project:word"]);
  return run;
}

describe("the language host", () => {
  let built: string;
  before(async () => {
    built = mkdtempSync(join(tmpdir(), "language-host-"));
    await goBuilder(process.env)([ARTIFACTS["language-nodejs"]], built, () => {});
  });
  after(() => rmSync(built, { recursive: true }));

  /** A running host. */
  interface Host {
    readonly process: ChildProcess;
    /** Calls a method of `LanguageRuntime`; rejects with what the host says. */
    call<Answer>(method: string, request: object, metadata?: Metadata): Promise<Answer>;
  }

  async function open(
    t: TestContext,
    { cwd = built, env = {}, flags = [] }: { cwd?: string; env?: object; flags?: readonly string[] } = {},
  ): Promise<Host> {
    const file = join(built, "language-nodejs", "pulumi-language-nodejs");
    const child = spawn(file, [...flags, "127.0.0.1:22"], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    t.after(() => child.kill("SIGKILL"));
    const port = await new Promise<string>((resolve) =>
      child.stdout.once("data", (data) => resolve(String(data).trim())),
    );
    assert.match(port, /^\d+$/);
    const client = new service.LanguageRuntimeClient(`127.0.0.1:${port}`, credentials.createInsecure());
    t.after(() => client.close());
    const methods = client as unknown as Record<
      string,
      (
        request: object,
        metadata: Metadata,
        done: (error: Error | null, value: { toObject(): unknown }) => void,
      ) => void
    >;
    return {
      process: child,
      call: (method, request, metadata = new Metadata()) =>
        new Promise((resolve, reject) => {
          methods[method]?.call(client, request, metadata, (error, value) =>
            error ? reject(error) : resolve(value.toObject() as never),
          );
        }),
    };
  }

  const run = async (t: TestContext, call: RunRequest): Promise<RunResponse.AsObject> =>
    await (await open(t)).call("run", call);

  test("a program gets its flags, configuration, secret keys and Node.js options", async (t) => {
    const directory = program(t, NOTE);
    const options = { typescript: false, nodeargs: "--stack-trace-limit=4  --title 'a b'" };
    assert.deepEqual(await run(t, request(directory, options)), { error: "", bail: false });
    assert.deepEqual(JSON.parse(readFileSync(join(directory, "seen.json"), "utf8")), {
      args: [
        ...["--monitor", "127.0.0.1:11", "--engine", "127.0.0.1:22", "--organization", "organization"],
        ...["--project", "project", "--root-directory", directory, "--stack", "dev", "--pwd", directory],
        ...["--parallel", "4", "--dry-run", "index.ts"],
      ],
      node: ["--stack-trace-limit=4", "--title", "a b"],
      cwd: directory,
      PULUMI_CONFIG: '{"project:word":"a \\"b\\""}',
      PULUMI_CONFIG_SECRET_KEYS: '["project:word"]',
      PULUMI_NODEJS_TYPESCRIPT: "false",
    });
  });

  test("what an engine says with --tracing, --otel-traces and --logflow is taken, and the program told", async (t) => {
    const directory = program(t, NOTE);
    const flags = ["--logtostderr", "-v=9", "--tracing", "tcp://127.0.0.1:33"];
    const span = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const metadata = new Metadata();
    metadata.set("traceparent", span);
    const host = await open(t, { flags });
    assert.deepEqual(await host.call("run", request(directory), metadata), { error: "", bail: false });
    const { args, TRACEPARENT } = JSON.parse(readFileSync(join(directory, "seen.json"), "utf8"));
    assert.equal(TRACEPARENT, span);
    assert.deepEqual(args.slice(2, 6), ["--engine", "127.0.0.1:22", "--tracing", "tcp://127.0.0.1:33"]);
  });

  test("options are split as a shell splits them", async (t) => {
    const lines: readonly [string, string[]][] = [
      ["", []],
      ["  --title   x ", ["--title", "x"]],
      [`--title="b c" --title 'd e'`, ["--title=b c", "--title", "d e"]],
      [String.raw`--title a\ b --title="c\"d\e"`, ["--title", "a b", '--title=c"d\\e']],
      [`--title ""`, ["--title", ""]],
    ];
    for (const [nodeargs, words] of lines) {
      const directory = program(t, NOTE);
      await run(t, request(directory, { nodeargs }));
      assert.deepEqual(JSON.parse(readFileSync(join(directory, "seen.json"), "utf8")).node, words, nodeargs);
    }
  });

  test("exit 32 bails, since the user has been told; another code and a signal are errors", async (t) => {
    const ends: readonly [string, RunResponse.AsObject][] = [
      ["process.exit(32)", { error: "", bail: true }],
      ["process.exit(7)", { error: "the program exited with code 7", bail: false }],
      ["process.kill(process.pid, 'SIGKILL')", { error: "the program was ended by SIGKILL", bail: false }],
    ];
    for (const [body, expected] of ends) assert.deepEqual(await run(t, request(program(t, body))), expected);
  });

  test("cancelling ends the program", async (t) => {
    const directory = program(t, `${NOTE} setTimeout(() => {}, 60_000);`);
    const host = await open(t);
    const running = host.call("run", request(directory));
    setTimeout(() => host.call("cancel", new Nothing()), 300);
    assert.deepEqual(await running, { error: "the program was ended by SIGTERM", bail: false });
  });

  test("a program without an SDK is told to install it", async (t) => {
    const directory = temporary(t);
    await assert.rejects(run(t, request(directory)), {
      details: `${directory}: "@pulumi/pulumi" must be installed; run "npm ci" there`,
    });
  });

  test("the installed providers of direct dependencies are required, and no others", async (t) => {
    const directory = temporary(t);
    const manifests = {
      ".": {
        dependencies: {
          "@pulumi/docker-build": "1",
          "@pulumi/pulumi": "1",
          "@pulumi/random": "1",
          "not-installed": "1",
        },
      },
      "node_modules/@pulumi/pulumi": { version: "3.0.0" },
      "node_modules/@pulumi/docker-build": {
        version: "0.0.22",
        pulumi: { resource: true, name: "docker-build", server: "example.com" },
      },
      "node_modules/@pulumi/random": { version: "4.0.0", pulumi: { resource: true } },
      "node_modules/@pulumi/gcp": { version: "9.0.0", pulumi: { resource: true } },
    };
    for (const [folder, manifest] of Object.entries(manifests)) {
      mkdirSync(join(directory, folder), { recursive: true });
      writeFileSync(join(directory, folder, "package.json"), JSON.stringify(manifest));
    }
    const home = join(directory, "home");
    for (const name of ["resource-docker-build-v0.0.22", "resource-gcp-v9.0.0", "resource-random-v3.0.0"])
      mkdirSync(join(home, "plugins", name), { recursive: true });
    const host = await open(t, { cwd: directory, env: { PULUMI_HOME: home } });
    const info = new language.ProgramInfo();
    info.setProgramDirectory(directory);
    const asked = new language.GetRequiredPackagesRequest();
    asked.setInfo(info);
    const { packagesList } = await host.call<{ packagesList: Record<string, unknown>[] }>(
      "getRequiredPackages",
      asked,
    );
    assert.deepEqual(
      packagesList.map(({ name, kind, version, server }) => ({ name, kind, version, server })),
      [{ name: "docker-build", kind: "resource", version: "v0.0.22", server: "example.com" }],
    );
    const all = new language.GetProgramDependenciesRequest();
    all.setInfo(info);
    assert.deepEqual(await host.call("getProgramDependencies", all), {
      dependenciesList: [
        { name: "@pulumi/docker-build", version: "0.0.22" },
        { name: "@pulumi/pulumi", version: "3.0.0" },
        { name: "@pulumi/random", version: "4.0.0" },
      ],
    });
    const { version } = await host.call<{ version: string }>("getPluginInfo", new Nothing());
    assert.equal(version, "3.0.0");
    const about = await host.call<{ version: string }>("about", new language.AboutRequest());
    // The one on PATH: in a clean clone npm installs another one than began the run.
    assert.equal(about.version, execFileSync("node", ["--version"], { encoding: "utf8" }).trim());
  });

  test("it ends when it is told to, and ends the program first", async (t) => {
    const directory = program(
      t,
      `require("node:fs").writeFileSync("pid", String(process.pid)); setTimeout(() => {}, 60_000);`,
    );
    const host = await open(t);
    assert.deepEqual(await host.call("handshake", new language.LanguageHandshakeRequest()), {});
    host.call("run", request(directory)).catch(() => {});
    let pid = 0;
    while (pid === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      pid = Number(readIfThere(join(directory, "pid")));
    }
    const ended = new Promise((resolve) => host.process.once("close", resolve));
    host.process.kill("SIGTERM");
    await ended;
    const alive = () => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    for (let tries = 0; alive() && tries < 100; tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(alive(), false);
  });
});

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
