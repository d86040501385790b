// Runs a Pulumi program in a Node.js process of its own, through the runner that its own @pulumi/pulumi ships.

import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { RunRequest } from "@pulumi/pulumi/proto/language_pb.js";
import { splitArguments } from "./arguments.ts";

/** How a run ended: nothing set means well. */
export interface End {
  /** The program told the user what is wrong itself, so the engine adds nothing. */
  readonly bail?: boolean;
  readonly error?: string;
}

/** The runner's exit code for "the user has been told". */
const EXIT_TOLD = 32;

/** How long a program that was told to end may take, in milliseconds. */
const GRACE_MS = 5_000;

export class Program {
  readonly #request: RunRequest;
  readonly #engineAddress: string;
  #child: ChildProcess | undefined;

  constructor(request: RunRequest, engineAddress: string) {
    this.#request = request;
    this.#engineAddress = engineAddress;
  }

  /** Runs to the end. Rejects when the runner or Node.js cannot be started. */
  async run(): Promise<End> {
    const request = this.#request;
    const directory = request.getInfo()?.getProgramDirectory() || request.getPwd();
    const options = request.getInfo()?.getOptions()?.toJavaScript() ?? {};
    const nodeargs = typeof options.nodeargs === "string" ? splitArguments(options.nodeargs) : [];
    const args = [...nodeargs, resolveRunner(directory), ...runnerFlags(request, this.#engineAddress)];
    const child = spawn(process.execPath, args, {
      cwd: directory,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...programEnvironment(request, options) },
    });
    this.#child = child;
    return await new Promise<End>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve(endOf(code, signal)));
    });
  }

  stop(): void {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null) return;
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), GRACE_MS).unref();
  }
}

function endOf(code: number | null, signal: NodeJS.Signals | null): End {
  if (code === 0) return {};
  if (code === EXIT_TOLD) return { bail: true };
  return {
    error: code === null ? `the program was ended by ${signal}` : `the program exited with code ${code}`,
  };
}

/** What the runner's `--help` documents, and then the program with its own arguments. */
function runnerFlags(request: RunRequest, engineAddress: string): string[] {
  const info = request.getInfo();
  const flags: Record<string, string | number> = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info?.getRootDirectory() ?? "",
    stack: request.getStack(),
    pwd: request.getPwd(),
    parallel: request.getParallel(),
  };
  const given = Object.entries(flags).filter(([, value]) => value !== "");
  return [
    ...given.flatMap(([name, value]) => [`--${name}`, String(value)]),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info?.getEntryPoint() || request.getProgram() || ".",
    ...request.getArgsList(),
  ];
}

/** What the runner reads from its environment: the stack's configuration, and whether to compile TypeScript itself. */
function programEnvironment(request: RunRequest, options: Record<string, unknown>): Record<string, string> {
  const config: Record<string, string> = {};
  request.getConfigMap().forEach((value, key) => {
    config[key] = value;
  });
  const tsconfig = options.tsconfig;
  return {
    PULUMI_CONFIG: JSON.stringify(config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    PULUMI_NODEJS_TYPESCRIPT: options.typescript === false ? "false" : "true",
    ...(typeof tsconfig === "string" ? { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig } : {}),
  };
}

/** The runner of the program's own SDK. Throws with the cure where there is none. */
function resolveRunner(directory: string): string {
  try {
    return createRequire(join(directory, "index.js")).resolve("@pulumi/pulumi/cmd/run");
  } catch (cause) {
    throw new Error(`${directory}: "@pulumi/pulumi" must be installed; run "npm ci" there`, { cause });
  }
}

/** Version of the SDK that a program in `directory` uses, if it has one. */
export function sdkVersion(directory: string): string | undefined {
  try {
    const runner = resolveRunner(directory);
    const file = join(dirname(runner), "..", "..", "package.json");
    return JSON.parse(readFileSync(file, "utf8")).version;
  } catch {
    return undefined;
  }
}
