// Owns the field specs that a user gives in a functionConfig, as in `additionalImageFields`.
import { hasNamelessStep } from "./field-walk.ts";
import type { FieldSpec } from "./fieldspec.ts";
import { ConfigError, type KubeObject } from "./types.ts";
import { isMap } from "./yaml/print.ts";

/**
 * The field specs under a key of a functionConfig; undefined where it is absent or null. Their paths are for `fieldsAt`.
 * Source of the fields: the READMEs of the public set-annotations and set-image; others are ignored, as there.
 * @throws {ConfigError} for what is no list of maps, and for a path that cannot be one.
 */
export function readFieldSpecs(config: KubeObject, key: string): FieldSpec[] | undefined {
  const list: unknown = config[key] ?? undefined;
  if (list === undefined) return undefined;
  if (!Array.isArray(list)) throw new ConfigError(`\`${key}\` must be a list of field specs`);
  return list.map((entry: unknown, index) => {
    const at = `${key}[${index}]`;
    if (!isMap(entry)) throw new ConfigError(`\`${at}\` must be a map with a \`path\``);
    const create = entry.create ?? false;
    if (typeof create !== "boolean") throw new ConfigError(`\`${at}.create\` must be true or false`);
    const [group, version, kind, path] = ["group", "version", "kind", "path"].map((field) => {
      const value = entry[field] ?? "";
      if (typeof value !== "string") throw new ConfigError(`\`${at}.${field}\` must be a string`);
      return value;
    });
    if (path === undefined || hasNamelessStep(path)) {
      throw new ConfigError(`\`${at}.path\` "${path}": cannot set or create an empty field name`);
    }
    return { path, create, ...(group && { group }), ...(version && { version }), ...(kind && { kind }) };
  });
}
