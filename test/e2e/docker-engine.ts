// Owns the Docker engine of the end-to-end tests: Debian's, on a socket and in a folder of its own, without networks.
import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { installPackages } from "../../tools/services/apt.ts";
import { onPath } from "../../tools/services/host.ts";
import { finish } from "./project.ts";

const run = promisify(execFile);

/** A running engine. */
export interface DockerEngine {
  /** Value of DOCKER_HOST. */
  readonly host: string;
  stop(): Promise<void>;
}

/** Installs and starts a Docker engine that runs both platforms. Needs root on Debian, as the whole end-to-end run does. */
export async function startDockerEngine(): Promise<DockerEngine> {
  await installMissing();
  await enableEmulation();
  const folder = mkdtempSync(join(tmpdir(), "krm-functions-docker-"));
  const host = `unix://${folder}/docker.sock`;
  const log = openSync(join(folder, "log"), "w");
  const dockerd = spawn(
    "dockerd",
    [
      ...["--host", host, "--data-root", join(folder, "data"), "--exec-root", join(folder, "exec")],
      ...["--pidfile", join(folder, "pid"), "--iptables=false", "--ip6tables=false", "--bridge=none"],
    ],
    { stdio: ["ignore", log, log] },
  );
  await answering(host, dockerd, join(folder, "log"));
  return {
    host,
    async stop() {
      const ended = new Promise((resolve) => dockerd.once("exit", resolve));
      dockerd.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function installMissing(): Promise<void> {
  const needed = [
    ["dockerd", "docker.io"],
    ["qemu-aarch64-static", "qemu-user-static"],
    ["update-binfmts", "binfmt-support"],
  ] as const;
  const packages = needed.filter(([program]) => onPath(program) === undefined).map(([, name]) => name);
  if (packages.length === 0) return;
  assert.equal(await installPackages(packages), 0, `apt-get install ${packages.join(" ")}`);
}

/** Lets the kernel start the programs of the other platform, in containers too. */
async function enableEmulation(): Promise<void> {
  const registered = "/proc/sys/fs/binfmt_misc/register";
  if (!existsSync(registered))
    await run("mount", ["-t", "binfmt_misc", "binfmt_misc", "/proc/sys/fs/binfmt_misc"]);
  writeFileSync("/proc/sys/fs/binfmt_misc/status", "1");
  const foreign = process.arch === "arm64" ? "qemu-x86_64" : "qemu-aarch64";
  if (!existsSync(`/proc/sys/fs/binfmt_misc/${foreign}`)) await run("update-binfmts", ["--enable", foreign]);
}

async function answering(host: string, dockerd: ChildProcess, log: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (dockerd.exitCode !== null) break;
    const { code } = await finish("docker", ["version"], { env: { ...process.env, DOCKER_HOST: host } });
    if (code === 0) return;
    await sleep(100);
  }
  throw new Error(
    `The Docker engine does not answer:\n${readFileSync(log, "utf8").split("\n").slice(-20).join("\n")}`,
  );
}
