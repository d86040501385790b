// Owns BuildKit as a process: runc as its worker, a unix socket, and qemu for the platform that this machine is not.
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { delimiter, join } from "node:path";
import { Problems } from "../../catalog/problems.ts";
import { runQuietly } from "../child.ts";
import { cloneId } from "../paths.ts";
import type { Daemon } from "./daemon.ts";
import { unmountBelow } from "./mounts.ts";

/** What the BuildKit daemon of a clone is made of. */
export interface BuildkitOptions {
  /** Absolute paths. */
  readonly executables: { readonly buildkitd: string; readonly buildctl: string };
  readonly folder: string;
  readonly socket: string;
  /** Port of the local registry; undefined where there is none. */
  readonly registryPort: number | undefined;
  /** The static qemu-user of the other platform; undefined where the kernel runs that by itself. */
  readonly emulator: { readonly architecture: string; readonly file: string } | undefined;
}

/** The BuildKit daemon of a clone. */
export function buildkitDaemon(options: BuildkitOptions): Daemon {
  const { folder, socket, executables, emulator } = options;
  const file = join(folder, "buildkitd.toml");
  const config = buildkitConfig(options);
  const bin = join(folder, "bin");
  let first = true;
  return {
    name: "BuildKit",
    command: [executables.buildkitd, "--config", file],
    mark: file,
    env: { ...process.env, PATH: [bin, process.env.PATH ?? ""].join(delimiter) },
    settings: `${config}${JSON.stringify(emulator ?? null)}`,
    patience: 30_000,
    async healthy() {
      if (!(await accepts(socket))) return false;
      if (first) return true;
      // Just started: it listens before its workers are there.
      const args = ["--addr", `unix://${socket}`, "debug", "workers"];
      return (await runQuietly(executables.buildctl, args, { timeout: 5000 })).code === 0;
    },
    async prepare() {
      first = false;
      await unmountBelow(executorFolder(folder));
      for (const path of [bin, join(folder, "data"), join(socket, "..")])
        mkdirSync(path, { recursive: true, mode: 0o700 });
      rmSync(socket, { force: true });
      if (emulator !== undefined) {
        const link = join(bin, `buildkit-qemu-${emulator.architecture}`);
        rmSync(link, { force: true });
        symlinkSync(emulator.file, link);
      }
      writeFileSync(file, config);
    },
  };
}

/** Where the steps of builds run; a killed BuildKit leaves their file systems mounted. `folder` is the daemon's. */
export function executorFolder(folder: string): string {
  return join(folder, "data", "runc-overlayfs", "executor");
}

/** The daemon's configuration. Source: BuildKit's docs/buildkitd.toml.md. */
export function buildkitConfig({ folder, socket, registryPort }: BuildkitOptions): string {
  const registries =
    registryPort === undefined ? [] : [`localhost:${registryPort}`, `127.0.0.1:${registryPort}`];
  return [
    `root = ${JSON.stringify(join(folder, "data"))}`,
    "[grpc]",
    `  address = [${JSON.stringify(`unix://${socket}`)}]`,
    "[history]",
    "  maxEntries = 50",
    "[worker.oci]",
    "  enabled = true",
    `  platforms = ["linux/amd64", "linux/arm64"]`,
    "  gc = true",
    `  reservedSpace = "1GB"`,
    `  maxUsedSpace = "8GB"`,
    `  minFreeSpace = "5%"`,
    "[worker.containerd]",
    "  enabled = false",
    ...registries.flatMap((address) => [`[registry.${JSON.stringify(address)}]`, "  http = true"]),
    "",
  ].join("\n");
}

/** Where a clone's BuildKit listens: a short path, since a unix socket's may have 107 characters at most (unix(7)). */
export function socketPath(clone: string, uid: number, runtimeFolder: string | undefined): string {
  const base = uid === 0 ? "/run" : runtimeFolder;
  if (base === undefined || base === "") {
    const must = "must name a folder for BuildKit's socket";
    const cure = "log in with a session (systemd sets it), or run the command as root";
    throw new Problems("A local service cannot start:", [{ path: "XDG_RUNTIME_DIR", must, cure }]);
  }
  return join(base, `krm-functions-${cloneId(clone)}`, "buildkitd.sock");
}

function accepts(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    const settle = (answer: boolean) => {
      connection.destroy();
      resolve(answer);
    };
    connection.once("connect", () => settle(true));
    connection.once("error", () => settle(false));
    connection.setTimeout(2000, () => settle(false));
  });
}
