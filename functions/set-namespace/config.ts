// Owns what set-namespace is configured with, in the three forms that it takes.
import {
  ConfigError,
  configMapData,
  isMap,
  matchesKind,
  type ResourceList,
  textOf,
} from "../../sdk/index.ts";

/** What to replace, and with what. */
export interface Settings {
  /** The new namespace. */
  readonly namespace: string;
  /** Only this namespace is replaced, wherever it stands; undefined: every namespace. */
  readonly matcher: string | undefined;
}

/** Name of the ConfigMap that kpt writes to every package as its context (package-context.yaml). */
const PACKAGE_CONTEXT = "kptfile.kpt.dev";

const EXPECTED = "`ConfigMap.v1` or `SetNamespace.v1alpha1.fn.kpt.dev`";

/**
 * Reads a ConfigMap (`data.namespace`), the package context (`data.name`) or a SetNamespace (`namespace`). Each can have
 * a `namespaceMatcher` beside it.
 * Source of the forms: the README of the public function; of the messages: its transformer/namespace.go.
 * @throws {ConfigError} where there is no new namespace.
 */
export function readSettings({ functionConfig, source }: ResourceList): Settings {
  if (functionConfig === undefined || Object.keys(functionConfig).length === 0) {
    throw new ConfigError(`FunctionConfig is missing. Expect ${EXPECTED}`);
  }
  if (matchesKind(functionConfig, "", "v1", "ConfigMap")) {
    const data = configMapData(functionConfig, source);
    const context = functionConfig.metadata?.name === PACKAGE_CONTEXT ? data.name : undefined;
    return settings(data.namespace || context, data.namespaceMatcher, "data.namespace");
  }
  if (matchesKind(functionConfig, "fn.kpt.dev", "v1alpha1", "SetNamespace")) {
    const { namespace, namespaceMatcher } = functionConfig;
    ConfigError.throwAll(notStrings({ namespace, namespaceMatcher }));
    return settings(namespace, namespaceMatcher, "namespace");
  }
  const { kind = "", apiVersion = "" } = functionConfig;
  throw new ConfigError(
    `unknown functionConfig Kind=${textOf(kind)} ApiVersion=${textOf(apiVersion)}, expect ${EXPECTED}`,
  );
}

function settings(namespace: string | undefined, matcher: string | undefined, field: string): Settings {
  if (!namespace) throw new ConfigError(`\`${field}\` should not be empty`);
  return { namespace, matcher: matcher || undefined };
}

function notStrings(fields: Record<string, unknown>): string[] {
  const bad = Object.entries(fields).filter(([, value]) => typeof (value ?? "") !== "string");
  return bad.map(([name, value]) => {
    const found = isMap(value) ? "a map" : Array.isArray(value) ? "a list" : `"${value}"; put it in quotes`;
    return `\`${name}\` must be a string, found ${found}`;
  });
}
