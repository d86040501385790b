// Owns reading the settings that the tools need, from the files that Pulumi reads them from.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { Problems } from "../catalog/problems.ts";
import { readSettings } from "../infra/settings.ts";
import type { StackPlace } from "./environment.ts";

const modes = ["auto", "docker", "processes"] as const;

/** How the local services run: in a Docker engine, as processes, or whichever this machine can. */
export type ServicesMode = (typeof modes)[number];

/** The settings of a stack, as far as the tools go. */
export interface ToolSettings {
  /** What every image's name starts with. */
  readonly imagePrefix: string;
  /** The port of loopback that the local registry listens on; undefined where the stack has another registry. */
  readonly registryPort: number | undefined;
  /** Whether the stack builds on this machine's BuildKit, be it in previews alone. */
  readonly localBuilder: boolean;
  /** Whether the stack declares something on GCP. */
  readonly onGcp: boolean;
  /** Names of the bases that the stack takes from elsewhere. */
  readonly foreignBases: readonly string[];
  readonly localServices: ServicesMode;
}

interface Declaration {
  readonly default?: unknown;
}

/** Where a stack's state is, and whether it builds on this machine (other than in previews). */
export function readPlace(folder: string, stack: string): StackPlace {
  const { get } = readConfig(folder, stack);
  return {
    stateBucket: String(get("stateBucket") ?? "") || undefined,
    buildsHere: (get("builder") ?? "local") === "local",
  };
}

/**
 * Reads Pulumi.yaml and the stack's own file in `folder`. Of a stack on this machine only what the tools need is checked: the
 * program checks the rest. One on GCP is checked in full, before anything is started for it.
 *
 * @throws Problems where a file is no YAML, or a setting cannot be used
 */
export function readToolSettings(folder: string, stack: string): ToolSettings {
  const { name, file, own, get } = readConfig(folder, stack);
  const refuse = (key: string, must: string, value: string): never => {
    const path = `${file}: ${name}:${key}`;
    const cure = `run \`npm run pulumi -- config set ${key} ${value} --stack ${stack}\``;
    throw new Problems(`The settings of stack "${stack}" do not hold:`, [{ path, must, cure }]);
  };
  const onGcp = get("registry") === "artifact-registry" || get("builder") === "gke";
  if (onGcp) {
    const text = (key: string) => textOf(get(key));
    const structure = (key: string) => JSON.parse(text(key) ?? "null") ?? undefined;
    readSettings({ name, get: text, getObject: structure }, stack, Object.keys(own));
  }

  const imagePrefix = String(get("imagePrefix") ?? "localhost:5001");
  const localServices = modes.find((mode) => mode === (get("localServices") ?? "auto"));
  if (localServices === undefined) {
    return refuse(
      "localServices",
      `must be one of ${modes.join(", ")}, not "${get("localServices")}"`,
      "auto",
    );
  }
  const local = (get("registry") ?? "local") === "local";
  const registryPort = local ? portOf(imagePrefix) : undefined;
  if (local && registryPort === undefined) {
    const must = `must start with localhost:PORT where \`registry\` is local, not with "${imagePrefix}"`;
    return refuse("imagePrefix", must, "localhost:5001");
  }
  return {
    imagePrefix,
    registryPort,
    localBuilder: [get("builder") ?? "local", get("previewBuilder")].includes("local"),
    onGcp,
    foreignBases: namesIn(get("bases")),
    localServices,
  };
}

/** A stack's configuration: its own keys, and the project's defaults. */
function readConfig(folder: string, stack: string) {
  const project = readYaml(folder, "Pulumi.yaml") as { name?: string; config?: Record<string, Declaration> };
  const { name = "" } = project;
  const file = `Pulumi.${stack}.yaml`;
  const own = (readYaml(folder, file) as { config?: Record<string, unknown> }).config ?? {};
  const get = (key: string): unknown => own[`${name}:${key}`] ?? project.config?.[key]?.default;
  return { name, file, own, get };
}

/** A value as Pulumi hands it to the program. */
function textOf(value: unknown): string | undefined {
  return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
}

/** The keys of a setting that is a map, also where `pulumi config set` wrote it as JSON text. */
function namesIn(value: unknown): readonly string[] {
  if (typeof value === "object" && value !== null) return Object.keys(value);
  try {
    return typeof value === "string" ? namesIn(JSON.parse(value)) : [];
  } catch {
    return [];
  }
}

function portOf(imagePrefix: string): number | undefined {
  const [, port] = /^(?:localhost|127\.0\.0\.1):(\d{1,5})(?:\/|$)/.exec(imagePrefix) ?? [];
  const number = Number(port ?? 0);
  return number > 0 && number < 65536 ? number : undefined;
}

function readYaml(folder: string, file: string): object {
  let text: string;
  try {
    text = readFileSync(join(folder, file), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
  try {
    return (load(text, { filename: file }) ?? {}) as object;
  } catch (error) {
    const { reason, mark } = error as { reason?: string; mark?: { line: number } };
    const path = mark === undefined ? file : `${file}:${mark.line + 1}`;
    const must = `must be YAML: ${reason ?? (error as Error).message}`;
    throw new Problems("The settings cannot be read:", [{ path, must, cure: "mend that line" }], {
      cause: error,
    });
  }
}
