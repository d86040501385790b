// Owns set-namespace: puts resources, and what refers to their namespace, into another namespace.
import {
  ConfigError,
  DEFAULT_NAMESPACE,
  goList,
  isLocalConfig,
  quoted,
  type ResourceList,
  type Result,
  resultAbout,
  shortName,
} from "../../sdk/index.ts";
import { readSettings, type Settings } from "./config.ts";
import { referencesTo, updateDependsOn } from "./depends-on.ts";
import { type NamespaceField, namespaceFields } from "./fields.ts";
import { manyOriginsMessage, OriginError, upstreamNamespaces } from "./origin.ts";

/**
 * Replaces every namespace, or with a matcher only the matching ones; resources of local configuration stay as they are.
 * Source of rules and messages: the README and transformer/namespace.go of the public function, v0.4.1
 * (https://github.com/kptdev/krm-functions-catalog/tree/main/functions/go/set-namespace).
 */
export default function setNamespace(list: ResourceList): void {
  const settings = settingsOf(list);
  if (settings === undefined) return;
  const objects = list.items.filter((object) => !isLocalConfig(object));
  try {
    const known = referencesTo(objects);
    const { namespaces, warnings } = upstreamNamespaces(objects);
    if (settings.matcher === undefined && namespaces.length > 1) {
      throw new OriginError(manyOriginsMessage(namespaces));
    }
    const results = replaceAll(namespaceFields(objects), settings);
    const dependencies = updateDependsOn(objects, known, settings.namespace, settings.matcher);
    list.results.push(...warnings, ...results, dependsOnSummary(dependencies, settings));
  } catch (error) {
    if (!(error instanceof OriginError)) throw error;
    list.results.push({ message: error.message, severity: "error" });
  }
}

/** Tells what is wrong with the functionConfig as a result about it, as the public function does. */
function settingsOf(list: ResourceList): Settings | undefined {
  const { functionConfig } = list;
  try {
    return readSettings(list);
  } catch (error) {
    if (!(error instanceof ConfigError) || functionConfig === undefined) throw error;
    for (const message of error.messages) list.results.push(resultAbout(functionConfig, "error", message));
    return undefined;
  }
}

/** A missing namespace counts as the default one, and is written as such even where the matcher does not match it, as the public function does. */
function replaceAll(fields: readonly NamespaceField[], settings: Settings): Result[] {
  const { namespace, matcher } = settings;
  const results: Result[] = [];
  const replaced: string[] = [];
  for (const field of fields) {
    let value = field.value || DEFAULT_NAMESPACE;
    if (value !== namespace) {
      const origin = matcher !== undefined && field.origin === matcher;
      if (origin && field.resource !== undefined) {
        results.push(info(`[${shortName(field.resource)}] has matching origin ${matcher}`));
      }
      if (origin || matcher === undefined || value === matcher) {
        replaced.push(value);
        value = namespace;
      }
    }
    if (value !== field.value) field.set(value);
  }
  return [...results, summary(replaced, settings)];
}

function summary(replaced: readonly string[], { namespace }: Settings): Result {
  if (replaced.length === 0)
    return info(`all matching namespaces are already ${quoted(namespace)}. no value changed`);
  return info(`namespace ${changes(replaced, namespace)}`);
}

function dependsOnSummary(replaced: readonly string[], { namespace }: Settings): Result {
  if (replaced.length === 0)
    return info("all `depends-on` annotations are up-to-date. no `namespace` changed");
  return info(`\`depends-on\` annotation namespace ${changes(replaced, namespace)}`);
}

function changes(replaced: readonly string[], namespace: string): string {
  const old = goList([...new Set(replaced)].sort());
  return `${old} updated to ${quoted(namespace)}, ${replaced.length} value(s) changed`;
}

function info(message: string): Result {
  return { message, severity: "info" };
}
