// Finds the tools that are installed on this machine, and asks each for its version once: a record beside the cached
// tools keeps the answer for as long as the file stays as it is, so that later runs start no process.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeWhole } from "../../catalog/write-whole.mjs";
import type { Machine } from "./machine.ts";
import { quietStat } from "./stamp.ts";
import { ACCEPTED, accepts, describeRange } from "./versions.ts";

export type InstalledName = keyof typeof ACCEPTED;

export interface Installed {
  /** Executable -> where it is. */
  readonly paths: Readonly<Record<string, string>>;
}

interface Candidate {
  /** Executables of the tool by their names on PATH; more names for one are alternatives. */
  readonly executables: Readonly<Record<string, readonly string[]>>;
  readonly args: readonly string[];
  /** What tells the tool and its version apart from another program of that name. */
  readonly output: RegExp;
}

const CANDIDATES: Readonly<Record<InstalledName, Candidate>> = {
  pulumi: { executables: { pulumi: ["pulumi"] }, args: ["version"], output: /^v(\d+\.\d+\.\d+\S*)/m },
  buildx: {
    executables: { buildx: ["buildx", "docker-buildx"] },
    args: ["version"],
    output: /\/buildx v?(\S+)/,
  },
  buildkit: {
    executables: { buildkitd: ["buildkitd"], buildctl: ["buildctl"] },
    args: ["--version"],
    output: /buildkit v?(\S+)/,
  },
  registry: {
    executables: { registry: ["registry", "docker-registry"] },
    args: ["--version"],
    output: /distribution\S* v?(\S+)/,
  },
  actionlint: { executables: { actionlint: ["actionlint"] }, args: ["-version"], output: /^v?(\d\S*)$/m },
};

/** An installed tool of a version that will do; one that will not is named in `report`. */
export async function findInstalled(
  name: InstalledName,
  machine: Machine,
  report: (line: string) => void,
): Promise<Installed | undefined> {
  const candidate = CANDIDATES[name];
  const paths: Record<string, string> = {};
  for (const [executable, aliases] of Object.entries(candidate.executables)) {
    const folders = name === "buildx" ? [...machine.path, ...machine.dockerPlugins] : machine.path;
    const found = findExecutable(aliases, folders);
    if (found === undefined) return undefined;
    paths[executable] = found;
  }
  for (const file of Object.values(paths)) {
    const version = await versionOf(file, candidate, machine);
    if (version === undefined || !accepts(ACCEPTED[name], version)) {
      const is = version === undefined ? "tells no version" : `is version "${version}"`;
      report(`Not using ${file}: it ${is}, and ${describeRange(ACCEPTED[name])} is needed`);
      return undefined;
    }
  }
  return { paths };
}

/** The first executable file of one of the `names` in `folders`. */
export function findExecutable(names: readonly string[], folders: readonly string[]): string | undefined {
  for (const folder of folders) {
    for (const name of names) {
      const file = join(folder, name);
      const found = quietStat(file);
      if (found?.isFile() && (found.mode & 0o111) !== 0) return file;
    }
  }
  return undefined;
}

type Answers = Record<string, { size: number; mtimeMs: number; version: string }>;

async function versionOf(file: string, candidate: Candidate, machine: Machine): Promise<string | undefined> {
  const record = join(machine.cache, "tools", "installed.json");
  const { size = 0, mtimeMs = 0 } = quietStat(file) ?? {};
  const known = readAnswers(record)[file];
  if (known?.size === size && known.mtimeMs === mtimeMs) return known.version;
  let version: string | undefined;
  try {
    const options = { timeout: 10_000, env: { ...machine.env, PULUMI_SKIP_UPDATE_CHECK: "true" } };
    const { stdout } = await promisify(execFile)(file, candidate.args, options);
    version = candidate.output.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
  if (version !== undefined) remember(record, { ...readAnswers(record), [file]: { size, mtimeMs, version } });
  return version;
}

function readAnswers(record: string): Answers {
  try {
    return JSON.parse(readFileSync(record, "utf8"));
  } catch {
    return {};
  }
}

/** Keeps the answers where that can be done; where not, the next run asks again. */
function remember(record: string, answers: Answers): void {
  try {
    writeWhole(record, `${JSON.stringify(answers, null, 2)}\n`);
  } catch {}
}
