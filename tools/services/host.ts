// Owns what BuildKit as a process needs of this machine: Linux, root, runc, and qemu for the platform that it is not.
import { accessSync, constants, readFileSync, statfsSync } from "node:fs";
import { arch, platform } from "node:os";
import { delimiter, join } from "node:path";
import { type Problem, Problems, throwProblems } from "../../catalog/problems.ts";
import { installPackages } from "./apt.ts";

/** What of a machine decides whether BuildKit can run on it. */
export interface Host {
  readonly system: string;
  /** Node.js's name of this machine's architecture. */
  readonly architecture: string;
  readonly root: boolean;
  /** Whether apt-get is there to install with. */
  readonly apt: boolean;
  /** Absolute path of a program on PATH. */
  find(program: string): string | undefined;
  /** Whether the kernel runs programs of this architecture (qemu's name) through binfmt_misc. */
  runsForeign(architecture: string): boolean;
}

/** What BuildKit needs beside itself. */
export interface Needs {
  /** Debian packages that are missing. */
  readonly packages: readonly string[];
  readonly emulator: { readonly architecture: string; readonly file: string } | undefined;
}

/** This machine. */
export function thisHost(): Host {
  return {
    system: platform(),
    architecture: arch(),
    root: process.getuid?.() === 0,
    apt: onPath("apt-get") !== undefined,
    find: onPath,
    runsForeign(architecture) {
      try {
        const files = ["status", `qemu-${architecture}`].map((name) =>
          join("/proc/sys/fs/binfmt_misc", name),
        );
        return files.every((file) => readFileSync(file, "utf8").startsWith("enabled"));
      } catch {
        return false;
      }
    },
  };
}

/** Finds out what is missing. Throws `Problems` where the machine cannot run BuildKit at all. */
export function inspectHost(host: Host): Needs {
  const problems: Problem[] = [];
  const engine = "install a Docker engine, which then runs it";
  if (host.system !== "linux") {
    problems.push({
      path: "BuildKit",
      must: `runs as a process on Linux only, not on "${host.system}"`,
      cure: engine,
    });
  } else if (!host.root) {
    const cure = `run the command as root (sudo -E), or ${engine}`;
    problems.push({
      path: "BuildKit",
      must: "must be started by root where there is no Docker engine",
      cure,
    });
  }
  throwProblems("The local builder cannot run here:", problems);

  const foreign = host.architecture === "arm64" ? "x86_64" : "aarch64";
  const file = host.find(`qemu-${foreign}-static`);
  const native = file === undefined && host.runsForeign(foreign);
  const packages = [
    ...(host.find("runc") === undefined ? ["runc"] : []),
    ...(file === undefined && !native ? ["qemu-user-static"] : []),
  ];
  return { packages, emulator: file === undefined ? undefined : { architecture: foreign, file } };
}

/** Makes the machine have what BuildKit needs; installs Debian packages where it can, and says so. */
export async function prepareHost(host: Host, report: (line: string) => void): Promise<Needs> {
  const needs = inspectHost(host);
  if (needs.packages.length === 0) return needs;
  const names = needs.packages.join(" ");
  const why = "BuildKit needs them to run the steps of both platforms";
  if (!host.apt) {
    const cure = `install them with this system's package manager (on Debian: \`apt-get install ${names}\`)`;
    throw new Problems("The local builder cannot run here:", [
      { path: names, must: `must be installed: ${why}`, cure },
    ]);
  }
  report(`Installing ${names} with apt-get: ${why}`);
  const code = await installPackages(needs.packages);
  const after = inspectHost(host);
  if (code === 0 && after.packages.length === 0) return after;
  const must = `must be installed, but apt-get ended with ${code} as shown above`;
  throw new Problems("The local builder cannot run here:", [
    { path: names, must, cure: `run \`apt-get install ${names}\`` },
  ]);
}

/** Throws `Problems` where the disk that holds `folder` has less than `bytes` left. */
export function requireSpace(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= bytes) return;
  const inGiB = (amount: number) => (amount / 2 ** 30).toFixed(1);
  const must = `must have ${inGiB(bytes)} GiB of disk left, not ${inGiB(bavail * bsize)} GiB`;
  throw new Problems("A local service cannot start:", [
    { path: folder, must, cure: "free some space, then run the command again" },
  ]);
}

/** Absolute path of a program on PATH; also looks where Debian keeps those of root. */
export function onPath(program: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/local/sbin", "/usr/sbin", "/sbin"];
  return folders
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, program))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
