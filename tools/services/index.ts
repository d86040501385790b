// Owns the local services of a clone: which way they run, that they run, the record that the program reads, and their end.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../catalog/write-whole.mjs";
import { buildkitVersion } from "../../infra/builder/entry.ts";
import { type LocalServices, servicesFile } from "../../infra/builder/services-file.ts";
import { runQuietly } from "../child.ts";
import { withLock } from "../lock.ts";
import { clonePath } from "../paths.ts";
import type { ToolSettings } from "../settings.ts";
import { buildkitDaemon, executorFolder, socketPath } from "./buildkit.ts";
import { type Choice, chooseRunner } from "./choose.ts";
import { ensureDaemon, stopDaemon } from "./daemon.ts";
import {
  type Docker,
  ensureRegistryContainer,
  inspectEngine,
  stopBuilderContainer,
  stopRegistryContainer,
} from "./docker.ts";
import { onPath, prepareHost, requireSpace, thisHost } from "./host.ts";
import { unmountBelow } from "./mounts.ts";
import { registryDaemon } from "./registry.ts";

type Report = (line: string) => void;

const buildkitImage = `moby/buildkit:${buildkitVersion}`;
const spaceNeeded = 2 ** 31;

/** The tools of the toolchain that the services need, run this way. */
export function servicesTools(
  { runner }: Choice,
  settings: ToolSettings,
): readonly ("buildkit" | "registry")[] {
  if (runner === "docker") return [];
  return [
    ...(settings.localBuilder ? (["buildkit"] as const) : []),
    ...(settings.registryPort === undefined ? [] : (["registry"] as const)),
  ];
}

/** Decides how the services run. What ran before goes on in the same way; else the Docker engine is asked. */
export async function chooseServices(clone: string, settings: ToolSettings, report: Report): Promise<Choice> {
  const before = readRecord(clone)?.builder.driver;
  const mode = settings.localServices;
  if (mode === "processes") return chooseRunner(mode, { state: "absent", reason: "" });
  if (before === "remote" && mode === "auto")
    return { runner: "processes", reason: "they ran as processes before" };
  const docker = dockerCommand();
  const engine = await inspectEngine(docker, before === "docker-container" ? undefined : buildkitImage);
  const choice = chooseRunner(mode, engine);
  report(`Local services run ${choice.runner === "docker" ? "in Docker" : "as processes"}: ${choice.reason}`);
  return choice;
}

/** Makes the services of a clone run, and records where for the program. `paths` are those of the toolchain. */
export async function ensureServices(
  clone: string,
  settings: ToolSettings,
  choice: Choice,
  paths: Readonly<Record<string, string>>,
  report: Report,
): Promise<LocalServices> {
  const waiting = (pid: number) =>
    report(`Waiting for another command of this clone (pid ${pid}) that starts the services`);
  return await withLock(clonePath(clone, "services", "lock"), waiting, async () => {
    await stopOther(clone, choice);
    const run = choice.runner === "docker" ? inDocker : asProcesses;
    const builder = await run(clone, settings, paths, report);
    const services = { builder, registry: { address: settings.imagePrefix.split("/")[0] ?? "" } };
    writeRecord(clone, services);
    return services;
  });
}

/** Stops what runs for a clone; resolves to the names of what was stopped. Data and logs stay. */
export async function stopServices(clone: string): Promise<readonly string[]> {
  return await withLock(
    clonePath(clone, "services", "lock"),
    () => {},
    async () => {
      const docker = readRecord(clone)?.builder.driver === "docker-container" ? dockerCommand() : undefined;
      const stopped = await Promise.all([
        stopDaemon(folderOf(clone, "registry")),
        stopDaemon(folderOf(clone, "buildkit")),
        docker === undefined ? false : stopRegistryContainer(docker, clone),
        docker === undefined ? false : stopBuilderContainer(docker),
      ]);
      await unmountBelow(executorFolder(folderOf(clone, "buildkit")));
      rmSync(join(clone, servicesFile), { force: true });
      return ["registry", "BuildKit", "the registry's container", "BuildKit's container"].filter(
        (_, index) => stopped[index],
      );
    },
  );
}

/** Ends what ran the other way before: it has the port. */
async function stopOther(clone: string, { runner }: Choice): Promise<void> {
  const before = readRecord(clone)?.builder.driver;
  if (before === "remote" && runner === "docker") {
    await Promise.all(["registry", "buildkit"].map((name) => stopDaemon(folderOf(clone, name))));
  }
  const docker = before === "docker-container" && runner === "processes" ? dockerCommand() : undefined;
  if (docker !== undefined) await stopRegistryContainer(docker, clone);
}

async function asProcesses(
  clone: string,
  settings: ToolSettings,
  paths: Readonly<Record<string, string>>,
  report: Report,
): Promise<LocalServices["builder"]> {
  const socket = socketPath(clone, process.getuid?.() ?? -1, process.env.XDG_RUNTIME_DIR);
  const program = (name: string) => paths[name] ?? name;
  const executables = { buildkitd: program("buildkitd"), buildctl: program("buildctl") };
  const needs = await prepareHost(thisHost(), report);
  const port = settings.registryPort;
  const daemons = [
    ...(port === undefined
      ? []
      : [["registry", registryDaemon(program("registry"), folderOf(clone, "registry"), port)] as const]),
    ...(settings.localBuilder
      ? [
          [
            "buildkit",
            buildkitDaemon({
              executables,
              folder: folderOf(clone, "buildkit"),
              socket,
              registryPort: port,
              ...needs,
            }),
          ] as const,
        ]
      : []),
  ];
  const outcomes = await Promise.allSettled(
    daemons.map(async ([name, daemon]) => {
      const prepare = async () => {
        requireSpace(clonePath(clone, "services"), spaceNeeded);
        await daemon.prepare?.();
      };
      const outcome = await ensureDaemon({ ...daemon, prepare }, folderOf(clone, name), report);
      if (outcome !== "found")
        report(`${daemon.name}: ${outcome}, its log is ${clonePath(".", "services", name, "log")}`);
    }),
  );
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  return { driver: "remote", endpoint: `unix://${socket}` };
}

async function inDocker(
  clone: string,
  settings: ToolSettings,
  _paths: Readonly<Record<string, string>>,
  report: Report,
): Promise<LocalServices["builder"]> {
  const docker = dockerCommand();
  if (docker !== undefined && settings.registryPort !== undefined) {
    const outcome = await ensureRegistryContainer(docker, clone, settings.registryPort);
    if (outcome === "started") report("registry: started in Docker");
  }
  return { driver: "docker-container", image: buildkitImage };
}

function dockerCommand(): Docker | undefined {
  const file = onPath("docker");
  return file === undefined ? undefined : (args, timeout) => runQuietly(file, args, { timeout });
}

function folderOf(clone: string, name: string): string {
  return clonePath(clone, "services", name);
}

function readRecord(clone: string): LocalServices | undefined {
  try {
    return JSON.parse(readFileSync(join(clone, servicesFile), "utf8")) as LocalServices;
  } catch {
    return undefined;
  }
}

/** Written only where it changed. */
function writeRecord(clone: string, services: LocalServices): void {
  const file = join(clone, servicesFile);
  if (JSON.stringify(readRecord(clone)) === JSON.stringify(services)) return;
  writeWhole(file, `${JSON.stringify(services, undefined, 2)}\n`);
}
