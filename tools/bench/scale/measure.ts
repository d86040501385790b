// Owns timing commands as whole processes, with the memory of everything that they start.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { Problems } from "../../../catalog/problems.ts";

/** What a run took. */
export interface Measured {
  /** Wall clock, in seconds. */
  readonly seconds: number;
  /** Most resident memory of the command with all that it started, in bytes, sampled ten times a second; 0 without /proc. */
  readonly memory: number;
}

type Command = readonly string[];

/**
 * Runs commands one after another and times them together.
 *
 * @param variables beside this process's environment
 * @throws Problems with the last lines of the first one that fails
 */
export async function measure(
  commands: readonly Command[],
  cwd: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Measured> {
  const start = performance.now();
  let memory = 0;
  for (const command of commands) memory = Math.max(memory, await run(command, cwd, variables));
  return { seconds: (performance.now() - start) / 1000, memory };
}

async function run(
  [file = "", ...args]: Command,
  cwd: string,
  variables: Readonly<Record<string, string>>,
): Promise<number> {
  const env = { ...process.env, BUILDX_NO_DEFAULT_ATTESTATIONS: "1", ...variables };
  const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const keep = (part: Buffer) => {
    said = (said + part.toString()).slice(-4096);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  let memory = 0;
  const sampling = setInterval(() => {
    memory = Math.max(memory, memoryOf(child.pid ?? 0));
  }, 100);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  }).finally(() => clearInterval(sampling));
  if (code === 0) return memory;
  const must = `must succeed, but ended with ${code}: ${said.trim()}`;
  throw new Problems("The benchmark cannot go on:", [{ path: [file, ...args.slice(0, 2)].join(" "), must }]);
}

/** Resident bytes of a process and its descendants. */
function memoryOf(root: number): number {
  const processes = listProcesses();
  const family = new Set([root]);
  // A child's number may be lower than its parent's: until nothing is added.
  for (let before = 0; before !== family.size; ) {
    before = family.size;
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
  }
  return processes.filter(({ pid }) => family.has(pid)).reduce((sum, { memory }) => sum + memory, 0);
}

function listProcesses(): readonly { pid: number; parent: number; memory: number }[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => readProcess(Number(name)));
  } catch {
    return [];
  }
}

/** From `/proc/PID/stat`, of which fields 4 and 24 are the parent and the resident pages; see proc(5). */
function readProcess(pid: number) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return [{ pid, parent: Number(fields[1]), memory: Number(fields[21]) * 4096 }];
  } catch {
    return []; // It ended meanwhile.
  }
}
