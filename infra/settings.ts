// Owns the stack's settings: every key of the configuration is read here, once, into one typed object.
import { type Problem, throwProblems } from "../catalog/problems.ts";

const registries = ["local", "existing"] as const;
const builders = ["local"] as const;
const publishModes = ["push", "load", "build"] as const;

/** Who provides the registry. */
export type RegistryKind = (typeof registries)[number];
/** Who provides BuildKit. */
export type BuilderKind = (typeof builders)[number];
/** What becomes of a built image. */
export type PublishMode = (typeof publishModes)[number];

/** The settings of one stack; Pulumi.yaml describes each key and its default. */
export interface Settings {
  /** `local`: the registry that `npm start` runs on loopback; `existing`: any that the team already has. */
  readonly registry: RegistryKind;
  /** What every image's name starts with: `host[:port][/path]`, without a slash at the end. */
  readonly imagePrefix: string;
  readonly builder: BuilderKind;
  /** `push`: the index; `load`: this machine's platform into the Docker engine; `build`: build and check only. */
  readonly publish: PublishMode;
  /** A plain tag that replaces the functions' own versions. */
  readonly version?: string;
  /** Base images by name, each with its digest; a name that is missing is the repository's own base. */
  readonly bases: Readonly<Record<string, string>>;
  /** Names of the functions that this stack is restricted to; empty: all. */
  readonly only: readonly string[];
}

/** The keys of `Settings`, and those that only `tools/` reads. */
export const knownKeys = [
  "registry",
  "imagePrefix",
  "builder",
  "publish",
  "version",
  "bases",
  "only",
  "localServices",
];

/** The part of a `pulumi.Config` that settings are read from. */
export interface ConfigSource {
  readonly name: string;
  get(key: string): string | undefined;
  getObject(key: string): unknown;
}

/**
 * Reads and validates the stack's settings.
 *
 * @param keys all keys of the configuration that are set, with their namespace
 * @throws Problems naming every setting that does not hold
 */
export function readSettings(config: ConfigSource, stack: string, keys: readonly string[]): Settings {
  const problems: Problem[] = [];
  const file = `Pulumi.${stack}.yaml`;
  const refuse: Refuse = (key, must, instead) => {
    const cure = instead === undefined ? "remove it there" : `write \`${config.name}:${instead}\` there`;
    problems.push({ path: `${file}: ${config.name}:${key}`, must, cure });
  };
  const oneOf = <T extends string>(key: string, values: readonly T[], fallback: T): T => {
    const value = config.get(key) ?? fallback;
    if ((values as readonly string[]).includes(value)) return value as T;
    const must = `must be one of ${values.map((v) => `"${v}"`).join(", ")}, not "${value}"`;
    refuse(key, must, `${key}: ${fallback}`);
    return fallback;
  };

  for (const key of keys) {
    const [namespace, name] = key.split(":");
    if (namespace !== config.name || name === undefined || knownKeys.includes(name)) continue;
    refuse(name, `is no setting; known are ${knownKeys.join(", ")}`);
  }
  const settings: Settings = {
    registry: oneOf("registry", registries, "local"),
    imagePrefix: readPrefix(config, refuse),
    builder: oneOf("builder", builders, "local"),
    publish: oneOf("publish", publishModes, "push"),
    bases: readBases(config, refuse),
    only: readNames(config, refuse),
    ...readVersion(config),
  };
  throwProblems(`The settings of stack "${stack}" do not hold:`, problems);
  return settings;
}

/** Adds a problem; `instead` is the `key: value` that the stack's file may have, undefined where it must not have the key. */
type Refuse = (key: string, must: string, instead?: string) => void;

const prefixPattern = /^[a-z0-9]+([.-][a-z0-9]+)*(:\d{1,5})?(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
const digestPattern = /^[^@\s]+@sha256:[0-9a-f]{64}$/;

function readPrefix(config: ConfigSource, refuse: Refuse): string {
  const prefix = config.get("imagePrefix") ?? "localhost:5001";
  if (!prefixPattern.test(prefix)) {
    refuse(
      "imagePrefix",
      `must be host[:port][/path] in lower case, without a slash at the end, not "${prefix}"`,
      "imagePrefix: localhost:5001",
    );
  }
  return prefix;
}

function readBases(config: ConfigSource, refuse: Refuse): Readonly<Record<string, string>> {
  const bases = readJson(config, "bases") ?? {};
  if (typeof bases !== "object" || Array.isArray(bases)) {
    const must = `must map each base's name to its reference, not "${show(bases)}"`;
    refuse("bases", must, "bases: {node: NAME@sha256:DIGEST}");
    return {};
  }
  for (const [name, reference] of Object.entries(bases)) {
    if (typeof reference === "string" && digestPattern.test(reference)) continue;
    const must = `must be an image reference with its digest (name@sha256:...), not "${show(reference)}"`;
    refuse(`bases.${name}`, must, `bases: {${name}: NAME@sha256:DIGEST}`);
  }
  return bases as Record<string, string>;
}

function readNames(config: ConfigSource, refuse: Refuse): readonly string[] {
  const only = readJson(config, "only") ?? [];
  if (Array.isArray(only) && only.every((name) => typeof name === "string")) return only;
  refuse("only", `must be a list of functions' names, not "${show(only)}"`, "only: [NAME]");
  return [];
}

/** A structured setting; where it is none, its text. */
function readJson(config: ConfigSource, key: string): unknown {
  try {
    return config.getObject(key);
  } catch {
    return config.get(key);
  }
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function readVersion(config: ConfigSource): { version?: string } {
  const version = config.get("version");
  return version === undefined || version === "" ? {} : { version };
}
