// Owns the stack's settings: every key of the configuration is read here, once, into one typed object.
import { throwProblems } from "../catalog/problems.ts";
import { type BuilderSettings, readBuilder } from "./settings/builder.ts";
import { type Key, knownKeys, users } from "./settings/keys.ts";
import { type ConfigSource, Reader } from "./settings/reader.ts";
import { type RegistrySettings, readRegistry, readStateBucket } from "./settings/registry.ts";

export type { BuilderSettings, GkeSettings, RemoteSettings } from "./settings/builder.ts";
export { knownKeys } from "./settings/keys.ts";
export type { ConfigSource } from "./settings/reader.ts";
export type { GithubSettings, RegistrySettings } from "./settings/registry.ts";

const publishModes = ["push", "load", "build"] as const;

/** What becomes of a built image. */
export type PublishMode = (typeof publishModes)[number];

/** The settings of one stack; Pulumi.yaml describes each key and its default. */
export interface Settings {
  readonly registry: RegistrySettings;
  /** What every image's name starts with: `host[:port][/path]`, without a slash at the end. */
  readonly imagePrefix: string;
  readonly builder: BuilderSettings;
  /** Who provides BuildKit in a preview. */
  readonly previewBuilder: BuilderSettings;
  /** `push`: the index; `load`: this machine's platform into the Docker engine; `build`: build and check only. */
  readonly publish: PublishMode;
  /** Bucket of the stack's state in Google Cloud Storage; unset: wherever Pulumi is logged in. */
  readonly stateBucket?: string;
  /** A plain tag that replaces the functions' own versions. */
  readonly version?: string;
  /** Whether a published release is held against what would be built, and floating tags never move backwards. */
  readonly guardReleases: boolean;
  /** Base images by name, each with its digest; a name that is missing is the repository's own base. */
  readonly bases: Readonly<Record<string, string>>;
  /** Names of the functions that this stack is restricted to; empty: all. */
  readonly only: readonly string[];
}

/**
 * Reads and validates the stack's settings.
 *
 * @param keys all keys of the configuration that are set, with their namespace
 * @throws Problems naming every setting that does not hold
 */
export function readSettings(config: ConfigSource, stack: string, keys: readonly string[]): Settings {
  const reader = new Reader(config, stack);
  for (const key of keys) {
    const [namespace, name] = key.split(":");
    if (namespace !== config.name || name === undefined || knownKeys.includes(name as Key)) continue;
    reader.refuse(name, `is no setting; known are ${knownKeys.join(", ")}`);
  }
  const stateBucket = readStateBucket(reader);
  const version = reader.text("version");
  const settings: Settings = {
    ...readRegistry(reader),
    ...readBuilder(reader),
    publish: reader.oneOf("publish", publishModes),
    guardReleases: reader.oneOf("guardReleases", ["false", "true"]) === "true",
    bases: readBases(reader),
    only: readNames(reader),
    ...(stateBucket === undefined ? {} : { stateBucket }),
    ...(version === undefined ? {} : { version }),
  };
  refuseUnused(reader, settings);
  throwProblems(`The settings of stack "${stack}" do not hold:`, reader.problems);
  return settings;
}

/** Refuses what is set but not used: it would seem to do something. */
function refuseUnused(reader: Reader, settings: Settings): void {
  for (const key of knownKeys) {
    const choices = users[key] ?? [];
    if (choices.length === 0 || !reader.isSet(key)) continue;
    if (choices.some(([choice, value]) => settings[choice].kind === value || reader.refused.has(choice)))
      continue;
    reader.refuse(
      key,
      `is used only with ${choices.map(([choice, value]) => `\`${choice}\` ${value}`).join(" or ")}`,
    );
  }
}

const digestPattern = /^[^@\s]+@sha256:[0-9a-f]{64}$/;

function readBases(reader: Reader): Readonly<Record<string, string>> {
  const bases = reader.json("bases") ?? {};
  if (typeof bases !== "object" || Array.isArray(bases)) {
    const must = `must map each base's name to its reference, not "${show(bases)}"`;
    reader.refuse("bases", must, "{node: NAME@sha256:DIGEST}");
    return {};
  }
  for (const [name, reference] of Object.entries(bases)) {
    if (typeof reference === "string" && digestPattern.test(reference)) continue;
    const must = `must be an image reference with its digest (name@sha256:...), not "${show(reference)}"`;
    reader.refuse(`bases.${name}`, must, `{${name}: NAME@sha256:DIGEST}`);
  }
  return bases as Record<string, string>;
}

function readNames(reader: Reader): readonly string[] {
  const only = reader.json("only") ?? [];
  if (Array.isArray(only) && only.every((name) => typeof name === "string")) return only;
  reader.refuse("only", `must be a list of functions' names, not "${show(only)}"`, "[NAME]");
  return [];
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
