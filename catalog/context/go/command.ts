// Owns starting the Go command: the environment that gives the same bytes on every machine, and what it said.
import { spawn } from "node:child_process";

/** A finished run of `go`. */
export interface GoRun {
  /** Undefined when it succeeded; else the exit code, the signal, or `ENOENT` where there is no `go`. */
  readonly failure?: string;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Variables that decide what is compiled, whatever the user has set; the caches and the proxies stay the user's own.
 * GOTOOLCHAIN: an installed Go of another version fetches this one from the module proxy.
 */
function pinnedEnvironment(
  version: string,
  architecture: string,
): Readonly<Record<string, string | undefined>> {
  return {
    GOTOOLCHAIN: `go${version}`,
    CGO_ENABLED: "0",
    GOOS: "linux",
    GOARCH: architecture,
    GOAMD64: "v1",
    GOARM64: "v8.0",
    GOFIPS140: "off",
    GOFLAGS: "-mod=readonly",
    GOWORK: "off",
    GO111MODULE: "on",
    GOEXPERIMENT: undefined,
    GOROOT: undefined,
  };
}

/** Where and with which Go a command runs. */
export interface GoPlace {
  /** The module's folder. */
  readonly folder: string;
  /** Such as `1.26.8`. */
  readonly version: string;
  readonly architecture: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs `go ARGS`; resolves whatever comes of it. */
export function runGo(
  args: readonly string[],
  { folder, version, architecture, env }: GoPlace,
): Promise<GoRun> {
  const child = spawn("go", args, {
    cwd: folder,
    env: { ...env, ...pinnedEnvironment(version, architecture), PWD: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) =>
      resolve({ failure: error.code ?? error.message, stdout, stderr }),
    );
    child.once("close", (code, signal) =>
      resolve(code === 0 ? { stdout, stderr } : { failure: `exit ${code ?? signal}`, stdout, stderr }),
    );
  });
}
