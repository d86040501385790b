// The stand-in for Pulumi's Node.js language host, against a runner that writes down how it was started.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { credentials } from "@grpc/grpc-js";
import service from "@pulumi/pulumi/proto/language_grpc_pb.js";
import language, { type RunRequest, type RunResponse } from "@pulumi/pulumi/proto/language_pb.js";
import { splitArguments } from "../../tools/toolchain/language-host/arguments.ts";
import { requiredPackages } from "../../tools/toolchain/language-host/packages.ts";
import { languageRuntime } from "../../tools/toolchain/language-host/runtime.ts";
import { temporary } from "./toolchain-fixtures.ts";

// Only a transitive dependency has this module.
const { Struct: struct } = createRequire(
  createRequire(import.meta.url).resolve("@pulumi/pulumi/proto/language_pb.js"),
)("google-protobuf/google/protobuf/struct_pb.js");

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
  const { PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS, PULUMI_NODEJS_TYPESCRIPT } = process.env;
  require("node:fs").writeFileSync("seen.json", JSON.stringify({
    args: process.argv.slice(2), node: process.execArgv, cwd: process.cwd(),
    PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS, PULUMI_NODEJS_TYPESCRIPT,
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

interface Handlers {
  run(call: { request: RunRequest }, done: (error: Error | null, value: RunResponse) => void): void;
  cancel(call: object, done: () => void): void;
}

const handlersOf = () => languageRuntime("127.0.0.1:22").handlers as unknown as Handlers;

function run(handlers: Handlers, call: RunRequest): Promise<RunResponse.AsObject> {
  return new Promise((resolve, reject) => {
    handlers.run({ request: call }, (error, value) => {
      if (error) reject(Object.assign(new Error(), error));
      else resolve(value.toObject());
    });
  });
}

test("a program gets its flags, configuration, secret keys and Node.js options", async (t) => {
  const directory = program(t, NOTE);
  const options = { typescript: false, nodeargs: "--stack-trace-limit=4  --title 'a b'" };
  assert.deepEqual(await run(handlersOf(), request(directory, options)), { error: "", bail: false });
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

test("exit 32 bails, since the user has been told; another code and a signal are errors", async (t) => {
  const ends: readonly [string, RunResponse.AsObject][] = [
    ["process.exit(32)", { error: "", bail: true }],
    ["process.exit(7)", { error: "the program exited with code 7", bail: false }],
    ["process.kill(process.pid, 'SIGKILL')", { error: "the program was ended by SIGKILL", bail: false }],
  ];
  for (const [body, expected] of ends) {
    assert.deepEqual(await run(handlersOf(), request(program(t, body))), expected);
  }
});

test("cancelling ends the program", async (t) => {
  const directory = program(t, `${NOTE} setTimeout(() => {}, 60_000);`);
  const handlers = handlersOf();
  const running = run(handlers, request(directory));
  setTimeout(() => handlers.cancel({}, () => {}), 300);
  assert.deepEqual(await running, { error: "the program was ended by SIGTERM", bail: false });
});

test("a program without an SDK is told to install it", async (t) => {
  const directory = temporary(t);
  await assert.rejects(run(handlersOf(), request(directory)), {
    details: `${directory}: "@pulumi/pulumi" must be installed; run "npm ci" there`,
  });
});

test("the installed providers of direct dependencies are required, and no others", (t) => {
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
  const plugins = join(directory, "plugins");
  for (const name of ["resource-docker-build-v0.0.22", "resource-gcp-v9.0.0", "resource-random-v3.0.0"])
    mkdirSync(join(plugins, name), { recursive: true });
  const found = requiredPackages(directory, plugins).map((dependency) => dependency.toObject());
  assert.deepEqual(
    found.map(({ name, kind, version, server }) => ({ name, kind, version, server })),
    [{ name: "docker-build", kind: "resource", version: "v0.0.22", server: "example.com" }],
  );
});

test("as a process it prints its port first, answers there, and ends when it is told to", async (t) => {
  const main = fileURLToPath(new URL("../../tools/toolchain/language-host/main.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", main, "127.0.0.1:22"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill("SIGKILL"));
  const port = await new Promise<string>((resolve) =>
    child.stdout.once("data", (data) => resolve(String(data).trim())),
  );
  assert.match(port, /^\d+$/);
  const client = new service.LanguageRuntimeClient(`127.0.0.1:${port}`, credentials.createInsecure());
  t.after(() => client.close());
  const answer = await new Promise((resolve, reject) => {
    client.handshake(new language.LanguageHandshakeRequest(), (error, value) =>
      error ? reject(error) : resolve(value.toObject()),
    );
  });
  assert.deepEqual(answer, {});
  const packages = await new Promise<number>((resolve, reject) => {
    client.getRequiredPackages(new language.GetRequiredPackagesRequest(), (error, value) =>
      error ? reject(error) : resolve(value.getPackagesList().length),
    );
  });
  assert.equal(typeof packages, "number");
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGTERM");
  await ended;
});

test("arguments are split as a shell splits them", () => {
  const table: readonly [string, string[]][] = [
    ["", []],
    ["  --import   tsx ", ["--import", "tsx"]],
    [`--a="b c" 'd e'`, ["--a=b c", "d e"]],
    [String.raw`a\ b "c\"d" 'e\f'`, ["a b", 'c"d', String.raw`e\f`]],
    [`""`, [""]],
  ];
  for (const [line, words] of table) assert.deepEqual(splitArguments(line), words, line);
});
