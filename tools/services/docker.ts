// Owns the local services in a Docker engine: what the engine can do, and the registry's container.
import { Problems } from "../../catalog/problems.ts";
import { builderName } from "../../infra/builder/entry.ts";
import type { Finished } from "../child.ts";
import { cloneId } from "../paths.ts";
import { REGISTRY_VERSION } from "../toolchain/versions.ts";
import type { Engine } from "./choose.ts";
import { anotherPort, registryAnswers } from "./registry.ts";

/** Runs `docker ARGS`; resolves for any exit code. */
export type Docker = (args: readonly string[], timeout: number) => Promise<Finished>;

/** Image of the registry's container. */
const registryImage = `registry:${REGISTRY_VERSION}`;

/** The container that buildx makes for the only node of the builder. Clones that use one engine share it. */
export const builderContainer = `buildx_buildkit_${builderName}0`;

/** The folder's container and volume share this name. */
export function registryName(clone: string): string {
  return `krm-functions-registry-${cloneId(clone)}`;
}

/** Arguments that tell whether an engine answers: a client alone fails. */
const askEngine = ["version", "--format", "{{.Server.Version}}"] as const;

/** Arguments that tell whether the engine has BuildKit's image and may start it as buildx does, privileged. */
function tryBuilder(image: string): readonly string[] {
  return ["run", "--rm", "--privileged", "--network", "host", image, "--version"];
}

/** Arguments that start the registry's container on a port of loopback. */
export function runRegistry(clone: string, port: number): readonly string[] {
  const name = registryName(clone);
  return [
    ...[
      "run",
      "--detach",
      "--restart",
      "unless-stopped",
      "--name",
      name,
      "--label",
      `krm-functions.clone=${clone}`,
    ],
    ...["--publish", `127.0.0.1:${port}:5000`, "--volume", `${name}:/var/lib/registry`],
    ...["--env", "OTEL_TRACES_EXPORTER=none", "--env", "REGISTRY_STORAGE_DELETE_ENABLED=true", registryImage],
  ];
}

/** Asks the engine what it can do; `builderImage` is pulled and tried, undefined where it is known to run. */
export async function inspectEngine(
  docker: Docker | undefined,
  builderImage: string | undefined,
): Promise<Engine> {
  if (docker === undefined) return { state: "absent", reason: "this machine has no Docker" };
  const answer = await docker(askEngine, 5000);
  if (answer.code !== 0) return { state: "absent", reason: `no Docker engine answers: ${lastLine(answer)}` };
  if (builderImage === undefined) return { state: "full" };
  const builder = await docker(tryBuilder(builderImage), 180_000);
  if (builder.code === 0) return { state: "full" };
  return {
    state: "no-builder",
    reason: `the Docker engine cannot start ${builderImage} privileged: ${lastLine(builder)}`,
  };
}

/** Makes the registry's container run and answer; one of another port or image is replaced, its data is kept. */
export async function ensureRegistryContainer(
  docker: Docker,
  clone: string,
  port: number,
): Promise<"found" | "started"> {
  const name = registryName(clone);
  const format =
    '{{.State.Running}} {{.Config.Image}} {{(index (index .HostConfig.PortBindings "5000/tcp") 0).HostPort}}';
  const { stdout } = await docker(["container", "inspect", "--format", format, name], 10_000);
  const [running, image, published] = stdout.trim().split(" ");
  const fits = image === registryImage && published === String(port);
  if (fits && running === "true" && (await registryAnswers(port))) return "found";
  if (running !== undefined && running !== "") await docker(["rm", "--force", name], 60_000);
  const { code, ...said } = await docker(runRegistry(clone, port), 300_000);
  if (code !== 0) {
    const why = lastLine(said);
    const isTaken = /already (in use|allocated)/.test(why);
    refuse(port, why, isTaken ? anotherPort : `see that \`docker pull ${registryImage}\` works`);
  }
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
    if (await registryAnswers(port)) return "started";
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return refuse(port, "it does not answer", `look at \`docker logs ${name}\``);
}

/** Removes the registry's container; its data stays in the volume. False where none runs. */
export function stopRegistryContainer(docker: Docker, clone: string): Promise<boolean> {
  return endContainer(docker, registryName(clone), ["rm", "--force"]);
}

/** Stops BuildKit's container, which buildx starts again when it is asked for; its cache stays. False where none runs. */
export function stopBuilderContainer(docker: Docker): Promise<boolean> {
  return endContainer(docker, builderContainer, ["stop"]);
}

async function endContainer(docker: Docker, name: string, how: readonly string[]): Promise<boolean> {
  const { code, stdout } = await docker(["ps", "--quiet", "--filter", `name=^${name}$`], 10_000);
  if (code !== 0 || stdout.trim() === "") return false;
  const ended = await docker([...how, name], 60_000);
  if (ended.code === 0) return true;
  const must = `must end, but: ${lastLine(ended)}`;
  throw new Problems("A local service cannot be stopped:", [
    { path: name, must, cure: `run \`docker rm --force ${name}\`` },
  ]);
}

function refuse(port: number, why: string, cure: string): never {
  const must = `must be served by a container of ${registryImage}, but ${why}`;
  throw new Problems("A local service cannot start:", [{ path: `localhost:${port}`, must, cure }]);
}

/** The last line that says something; Docker ends with a pointer to its help. */
function lastLine({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string {
  const lines = (stderr.trim() || stdout.trim())
    .split("\n")
    .filter((line) => !/^\s*$|^(See|Run) 'docker/.test(line));
  return lines.at(-1) ?? "it gives no reason";
}
