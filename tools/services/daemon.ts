// Owns programs that run in the background after the command that started them ended: start, find again, restart, stop.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { Problems } from "../../catalog/problems.ts";
import { end, identify, isRunning, type ProcessId } from "../process-id.ts";
import { findPrograms } from "./port.ts";

/** A program that serves on loopback. */
export interface Daemon {
  readonly name: string;
  readonly command: readonly [file: string, ...args: string[]];
  readonly env?: NodeJS.ProcessEnv;
  /** Whatever else a change of asks for a restart, such as the configuration's text. */
  readonly settings: string;
  /** Whether it answers now; takes a second or two at most. */
  healthy(): Promise<boolean>;
  /** An argument that only this daemon is given: a process of it whose record was lost is found by that, and ended. */
  readonly mark?: string;
  /** Makes sure that it can start; throws `Problems` where it cannot. */
  prepare?(): Promise<void>;
  /** How long a start may take, in milliseconds; default 20 s. */
  readonly patience?: number;
}

/** What became of a daemon. */
export type Outcome = "found" | "started" | "restarted";

interface Record extends ProcessId {
  readonly fingerprint: string;
}

const maxLog = 8 << 20;

/**
 * Makes a daemon run and answer: one that was started before is found by its record in `folder` and kept, or ended and
 * started again where it is dead, silent or of other settings. Its log is `folder/log`.
 */
export async function ensureDaemon(
  daemon: Daemon,
  folder: string,
  report: (line: string) => void,
): Promise<Outcome> {
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([daemon.command, daemon.settings]))
    .digest("hex");
  const before = readRecord(folder);
  if (before !== undefined && isRunning(before)) {
    if (before.fingerprint === fingerprint && (await daemon.healthy())) return "found";
    report(
      `${daemon.name}: restarting, since ${before.fingerprint === fingerprint ? "it does not answer" : "its settings changed"}`,
    );
    await end(before);
  }
  const lost = daemon.mark === undefined ? [] : findPrograms(basename(daemon.command[0]), daemon.mark);
  for (const { pid } of lost) await endIfRunning(identify(pid));
  await daemon.prepare?.();
  await start(daemon, folder, fingerprint);
  return before === undefined ? "started" : "restarted";
}

/** Ends the daemon that `folder` has a record of; false where none runs. */
export async function stopDaemon(folder: string): Promise<boolean> {
  const record = readRecord(folder);
  const running = record !== undefined && isRunning(record);
  if (running) await end(record);
  rmSync(recordFile(folder), { force: true });
  return running;
}

async function endIfRunning(process: ProcessId | undefined): Promise<void> {
  if (process !== undefined) await end(process);
}

async function start(daemon: Daemon, folder: string, fingerprint: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const log = openLog(folder);
  const [file, ...args] = daemon.command;
  const child = spawn(file, args, {
    cwd: folder,
    env: daemon.env,
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  let failure: string | undefined;
  child.once("error", (error) => (failure = error.message));
  child.once("exit", (code, signal) => (failure = `it ended with ${code ?? signal}`));
  child.unref();
  const started = child.pid === undefined ? undefined : identify(child.pid);
  if (started !== undefined) writeFileSync(recordFile(folder), JSON.stringify({ ...started, fingerprint }));

  const deadline = Date.now() + (daemon.patience ?? 20_000);
  while (failure === undefined && Date.now() < deadline) {
    if (await daemon.healthy()) return;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  const why = failure ?? "it stays silent";
  if (started !== undefined) await end(started);
  rmSync(recordFile(folder), { force: true });
  const must = `must start and answer, but ${why}; its log ends with:\n${lastLines(folder)}`;
  throw new Problems("A local service does not run:", [
    { path: daemon.name, must, cure: `the whole log is ${join(folder, "log")}` },
  ]);
}

/** Opens the log for appending; one that grew large makes room first and is kept as `log.old`. */
function openLog(folder: string): number {
  const file = join(folder, "log");
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxLog) renameSync(file, `${file}.old`);
  return openSync(file, "a");
}

function lastLines(folder: string): string {
  const text = readFileSync(join(folder, "log"), "utf8").trimEnd();
  const lines = text === "" ? ["(it is empty)"] : text.split("\n").slice(-8);
  return lines.map((line) => `    ${line}`).join("\n");
}

function recordFile(folder: string): string {
  return join(folder, "process.json");
}

function readRecord(folder: string): Record | undefined {
  try {
    return JSON.parse(readFileSync(recordFile(folder), "utf8")) as Record;
  } catch {
    return undefined;
  }
}
