// Owns where compiled programs are kept: in the clone's cache, each whole or not at all, the latest few of each function.
import { createHash } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { isAlive } from "../../alive.ts";
import { type ContextFile, knownExecutable } from "../files.ts";
import type { Package } from "../licences.ts";
import { type Architecture, architectures, type GoModule } from "./module.ts";

/** Folder of all compiled programs, relative to the root. */
const folder = ".cache/go";
/** So many programs of a function are kept, for its versions in several stacks and for going back. */
const kept = 6;
const temporary = /^\.(\d+)-/;

/** A function's programs. */
export interface Compiled {
  readonly programs: Readonly<Record<Architecture, CompiledProgram>>;
  /** What is in them beside the project's own code. */
  readonly packages: readonly Package[];
}

/** The program of one architecture. */
export interface CompiledProgram {
  /** Absolute path of the executable. */
  readonly path: string;
  /** The file as a context has it. */
  readonly file: ContextFile;
}

/** What is known of a program without reading it. */
interface Stamp {
  readonly size: number;
  readonly mtimeMs: number;
  /** SHA-256, in hexadecimal. */
  readonly hash: string;
}

interface StoreRecord {
  readonly programs: Readonly<Record<string, Stamp>>;
  readonly packages: readonly Package[];
}

/** Absolute folder of a module's programs. */
export function compiledFolder(root: string, { fn, key }: GoModule): string {
  return join(root, folder, `${fn.name}-${key}`);
}

/** The programs of a module, if they are there and whole. */
export function findCompiled(root: string, module: GoModule): Compiled | undefined {
  const at = compiledFolder(root, module);
  let record: StoreRecord;
  const programs: Partial<Record<Architecture, CompiledProgram>> = {};
  try {
    record = JSON.parse(readFileSync(join(at, "record.json"), "utf8"));
    for (const architecture of architectures) {
      const path = join(at, architecture);
      const stamp = record.programs[architecture];
      const { size, mtimeMs } = statSync(path);
      if (stamp === undefined || size !== stamp.size) return undefined;
      // Reading and hashing both programs takes a tenth of a second, which a file that is as it was written need not cost.
      if (mtimeMs !== stamp.mtimeMs && hashOf(path) !== stamp.hash) return undefined;
      const place = `app/bin/${architecture}/function`;
      const file = knownExecutable(place, path, size, Buffer.from(stamp.hash, "hex"));
      programs[architecture] = { path, file };
    }
  } catch {
    return undefined;
  }
  utimesSync(at, new Date(), new Date());
  return { programs: programs as Compiled["programs"], packages: record.packages };
}

let opened = 0;

/** A new empty folder to compile in; those of processes that ended are removed. */
export function openWork(root: string, name: string): string {
  const all = join(root, folder);
  mkdirSync(all, { recursive: true });
  for (const entry of readdirSync(all)) {
    const owner = temporary.exec(entry)?.[1];
    if (owner !== undefined && !isAlive(Number(owner)))
      rmSync(join(all, entry), { recursive: true, force: true });
  }
  const work = join(all, `.${process.pid}-${opened++}-${name}`);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(join(work, "out"), { recursive: true });
  return work;
}

/** Gives the programs in `made` their place; what is there already and whole stays. */
export function keepCompiled(
  root: string,
  module: GoModule,
  made: string,
  packages: readonly Package[],
): void {
  const programs = Object.fromEntries(architectures.map((name) => [name, stampOf(join(made, name))]));
  writeFileSync(join(made, "record.json"), JSON.stringify({ programs, packages } satisfies StoreRecord));
  const at = compiledFolder(root, module);
  if (findCompiled(root, module) === undefined) {
    rmSync(at, { recursive: true, force: true });
    try {
      renameSync(made, at);
    } catch (error) {
      // Another run may have been first.
      if (findCompiled(root, module) === undefined) throw error;
    }
  }
  removeOldest(root, module);
}

function stampOf(path: string): Stamp {
  const { size, mtimeMs } = statSync(path);
  return { size, mtimeMs, hash: hashOf(path) };
}

function hashOf(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

function removeOldest(root: string, { fn, key }: GoModule): void {
  const all = join(root, folder);
  const own = readdirSync(all)
    .filter((entry) => /^[0-9a-f]{12}$/.test(entry.slice(fn.name.length + 1)))
    .filter((entry) => entry.startsWith(`${fn.name}-`) && entry !== `${fn.name}-${key}`)
    .map((entry) => ({ path: join(all, entry), time: statSync(join(all, entry)).mtimeMs }));
  const old = own.sort((a, b) => b.time - a.time).slice(kept - 1);
  for (const { path } of old) rmSync(path, { recursive: true, force: true });
}
