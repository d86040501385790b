// Owns the end-to-end test of the builder `remote`: a BuildKit behind TLS that lets in whom its authority vouches for.
import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { remoteBuilder } from "../../infra/builder/remote.ts";
import { ensureTools } from "../../tools/toolchain/index.ts";
import { freePort } from "./project.ts";

const folder = mkdtempSync(join(tmpdir(), "remote-"));
const environment = { ...process.env };
let daemon: ChildProcess;
let address: string;
let log = "";

/** A key and a certificate that the authority of that name vouches for; for the daemon's own address. */
function certify(authority: string, name: string): void {
  const openssl = (args: readonly string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
  openssl([
    "req",
    "-x509",
    ...key,
    "-subj",
    `/CN=${authority}`,
    "-keyout",
    `${authority}.key`,
    "-out",
    `${authority}.pem`,
  ]);
  const signed = [
    "-CA",
    `${authority}.pem`,
    "-CAkey",
    `${authority}.key`,
    "-addext",
    "subjectAltName=IP:127.0.0.1",
  ];
  openssl([
    "req",
    "-x509",
    ...key,
    "-subj",
    `/CN=${name}`,
    ...signed,
    "-keyout",
    `${name}.key`,
    "-out",
    `${name}.pem`,
  ]);
}

before(async () => {
  const { paths, env } = await ensureTools(["buildx", "buildkit"], () => {});
  Object.assign(process.env, env, { BUILDX_CONFIG: join(folder, "buildx") });
  certify("ours", "node");
  certify("theirs", "stranger");
  mkdirSync(join(folder, "data"));
  address = `tcp://127.0.0.1:${await freePort()}`;
  const tls = ["--tlscacert", "ours.pem", "--tlscert", "node.pem", "--tlskey", "node.key"];
  const worker = [
    "--oci-worker-snapshotter",
    "native",
    "--oci-worker-platform",
    "linux/amd64",
    "--containerd-worker=false",
  ];
  daemon = spawn(paths.buildkitd ?? "buildkitd", ["--addr", address, "--root", "data", ...tls, ...worker], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  await new Promise<void>((resolve, reject) => {
    daemon.once("exit", () => reject(new Error(`buildkitd ended:\n${log}`)));
    daemon.stderr?.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      if (log.includes("running server on")) resolve();
    });
  });
});
after(async () => {
  daemon.removeAllListeners("exit");
  const ended = new Promise((resolve) => daemon.once("exit", resolve));
  daemon.kill();
  await ended;
  for (const name of ["PATH", "BUILDX_CONFIG"]) {
    if (environment[name] === undefined) delete process.env[name];
    else process.env[name] = environment[name];
  }
  rmSync(folder, { recursive: true, force: true });
});

const remote = (tls?: { ca: string; cert?: string; key?: string }) =>
  remoteBuilder({ kind: "remote", address, ...(tls === undefined ? {} : { tls }) }, folder, ["linux/amd64"]);

test("a client that both sides' authority vouches for is let in, with paths below the repository's root", async () => {
  const { name } = await remote({ ca: "ours.pem", cert: "node.pem", key: "node.key" });
  assert.equal(name, "krm-functions");
});

test("a platform that it cannot run is told", async () => {
  const tls = { ca: "ours.pem", cert: "node.pem", key: "node.key" };
  await assert.rejects(
    remoteBuilder({ kind: "remote", address, tls }, folder, ["linux/amd64", "linux/s390x"]),
    /builder krm-functions: must run linux\/s390x, but has only linux\/amd64/,
  );
});

for (const [who, tls] of [
  ["a client of another authority", { ca: "ours.pem", cert: "stranger.pem", key: "stranger.key" }],
  ["a daemon of another authority", { ca: "theirs.pem", cert: "node.pem", key: "node.key" }],
] as const) {
  test(`${who} is told with its cure`, async () => {
    await assert.rejects(
      remote(tls),
      /builder krm-functions: must answer, but: .*; see that BuildKit answers at "tcp:\/\/127\.0\.0\.1:\d+" and takes these TLS files, or set another `builderAddress`/s,
    );
  });
}
