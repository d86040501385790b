// Owns ports of loopback: whether one is free, and who has it.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { basename } from "node:path";
import { Problems } from "../../catalog/problems.ts";

/** Throws `Problems` naming who listens on `port`, where somebody does; `cure` says how to take another one. */
export async function requireFree(port: number, what: string, cure: string): Promise<void> {
  const refusal = await tryListen(port);
  if (refusal === undefined) return;
  const holder = refusal === "EADDRINUSE" ? findListener(port) : undefined;
  const taken =
    holder === undefined
      ? "another program listens there"
      : `"${holder.args.join(" ")}" (pid ${holder.pid}) listens there`;
  const must = `must be free for ${what}, but ${refusal === "EADDRINUSE" ? taken : `listening there fails with ${refusal}`}`;
  throw new Problems("A local service cannot start:", [{ path: `localhost:${port}`, must, cure }]);
}

function tryListen(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(undefined)));
  });
}

/** A running program: its number, and its command line as far as /proc tells. */
export interface Program {
  readonly pid: number;
  readonly args: readonly string[];
}

/** The program that listens on a TCP port, as far as /proc tells this user. */
export function findListener(port: number): Program | undefined {
  const wanted = new Set(listeningInodes(port).map((inode) => `socket:[${inode}]`));
  if (wanted.size === 0) return undefined;
  return runningPrograms().find(({ pid }) => openFiles(pid).some((target) => wanted.has(target)));
}

/** The programs of that name (without its folder); with `arg`, those that were given exactly this argument. */
export function findPrograms(name: string, arg?: string): readonly Program[] {
  return runningPrograms().filter(({ args: [file = "", ...args] }) => {
    return basename(file) === name && (arg === undefined || args.includes(arg));
  });
}

/** Inodes of the sockets that listen on a port; the tables' columns are those of proc(5): local address, state 0A, inode. */
function listeningInodes(port: number): readonly string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) =>
    read(table)
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[1]?.endsWith(suffix) && fields[3] === "0A")
      .map((fields) => fields[9] ?? ""),
  );
}

function runningPrograms(): readonly Program[] {
  return list("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({
      pid: Number(name),
      args: read(`/proc/${name}/cmdline`).replace(/\0$/, "").split("\0"),
    }));
}

/** What the open files of a process are, as far as /proc tells this user: paths, `socket:[INODE]`. */
export function openFiles(pid: number): readonly string[] {
  return list(`/proc/${pid}/fd`).map((name) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${name}`);
    } catch {
      return "";
    }
  });
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
