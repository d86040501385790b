// Owns the projects of the end-to-end tests: copies of this repository with a registry port of their own.
import { spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { trackedFiles } from "../../tools/tracked-files.ts";

const repository = join(import.meta.dirname, "..", "..");

/** A finished command; `output` is its standard output and error, as they came. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly output: string;
}

/** A copy of this repository in a folder of its own. */
export interface Project {
  readonly root: string;
  /** The paths that were copied. */
  readonly files: readonly string[];
  /** host:port of its local registry. */
  readonly registry: string;
  /** Runs `npm run -s NAME -- ARGS` in it; `environment` adds to the process's own. */
  npm(name: string, args?: readonly string[], environment?: Record<string, string>): Promise<Finished>;
  read(path: string): string;
  write(path: string, text: string): void;
  /** Runs `attempt` while files are changed, by path, and puts them back. */
  edited(changes: Record<string, (text: string) => string>, attempt: () => Promise<void>): Promise<void>;
  /** Leaves it without a function. */
  removeFunctions(): void;
  /** Stops its services and removes the folder. */
  remove(): Promise<void>;
}

/** Copies what git tracks or would track, or another copy's same files, under `umask`. The packages are this checkout's own. */
export async function copyProject(options: {
  port: number;
  umask?: number;
  from?: Project;
}): Promise<Project> {
  const root = mkdtempSync(join(tmpdir(), "krm-functions-e2e-"));
  const files = options.from?.files ?? (await trackedFiles(repository));
  const before = process.umask(options.umask ?? 0o022);
  try {
    for (const path of files) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), readFileSync(join(options.from?.root ?? repository, path)));
    }
  } finally {
    process.umask(before);
  }
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
  const registry = `localhost:${options.port}`;
  const project = openProject(root, files, registry);
  if (options.from !== undefined) return project;
  project.write(
    "Pulumi.dev.yaml",
    `${project.read("Pulumi.dev.yaml")}  krm-functions:imagePrefix: ${registry}\n  krm-functions:localServices: processes\n`,
  );
  return project;
}

function openProject(root: string, files: readonly string[], registry: string): Project {
  const npm: Project["npm"] = (name, args = [], environment = {}) =>
    finish("npm", ["run", "-s", name, "--", ...args], { cwd: root, env: { ...process.env, ...environment } });
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);
  return {
    root,
    files,
    registry,
    npm,
    read,
    write,
    async edited(changes, attempt) {
      const before = Object.keys(changes).map((path) => [path, read(path)] as const);
      for (const [path, text] of before) write(path, changes[path]?.(text) ?? text);
      try {
        await attempt();
      } finally {
        for (const [path, text] of before) write(path, text);
      }
    },
    removeFunctions() {
      for (const entry of readdirSync(join(root, "functions"), { withFileTypes: true })) {
        if (entry.isDirectory()) rmSync(join(root, "functions", entry.name), { recursive: true });
      }
    },
    async remove() {
      await npm("stop");
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Runs a command to its end, whatever its exit code; `input` is its standard input. */
export function finish(
  file: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<Finished> {
  const child = spawn(file, args, { cwd: options.cwd, env: options.env ?? process.env, stdio: "pipe" });
  let stdout = "";
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stdin.on("error", () => {}); // The command may end without reading its input.
  child.stdin.end(options.input ?? "");
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) =>
      resolve({ code: code ?? (signal === null ? 1 : 128), stdout, output }),
    );
  });
}

/** A port of loopback that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null
          ? resolve(address.port)
          : reject(new Error("no port")),
      );
    });
  });
}
