// Owns what the fault tests read of running processes.
import { readdirSync, readFileSync } from "node:fs";
import { openFiles } from "../../../tools/services/port.ts";

/** The processes below `pid`, as proc(5) tells their parents. */
export function descendants(pid: number): readonly number[] {
  const all = processes();
  const below = (parent: number): number[] =>
    all.filter((one) => parentOf(one) === parent).flatMap((one) => [one, ...below(one)]);
  return below(pid);
}

/** All processes of this machine. */
export function processes(): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Program and arguments with spaces between; empty where there is no such process. */
export function commandLine(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
}

/** What the process was given as its environment, a line for each variable. */
export function environmentOf(pid: number): readonly string[] {
  return read(`/proc/${pid}/environ`).split("\0");
}

/** The addresses on which a process listens for TCP: those of the tables of proc(5) whose sockets it has open. */
export function listeningAddresses(pid: number): readonly string[] {
  const sockets = new Set(openFiles(pid));
  return ["tcp", "tcp6"].flatMap((table) =>
    read(`/proc/${pid}/net/${table}`)
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === "0A" && sockets.has(`socket:[${fields[9]}]`))
      .map((fields) => addressOf(fields[1]?.split(":")[0] ?? "")),
  );
}

/** An address of these tables, whose 32-bit words are in the machine's order; one that is none of loopback's stays as it is. */
function addressOf(hex: string): string {
  if (hex === "0100007F") return "127.0.0.1";
  return hex === "00000000000000000000000001000000" ? "::1" : hex;
}

/** Field 4 of its stat; the command's name in front may hold spaces and brackets. */
function parentOf(pid: number): number {
  return Number(
    read(`/proc/${pid}/stat`)
      .replace(/^.*\) \S+ /s, "")
      .split(" ")[0],
  );
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Whether a process with this number runs. */
export function isThere(pid: number): boolean {
  return /^\d+ \(.*\) [^ZX]/s.test(read(`/proc/${pid}/stat`));
}
