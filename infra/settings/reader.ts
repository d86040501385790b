// Owns reading single keys of the stack's configuration: their types, and what is told of one that does not hold.
import type { Problem } from "../../catalog/problems.ts";
import { defaults, type Key } from "./keys.ts";

/** The part of a `pulumi.Config` that settings are read from. */
export interface ConfigSource {
  readonly name: string;
  get(key: string): string | undefined;
  getObject(key: string): unknown;
}

/** Reads keys and keeps what is wrong with them; a key that does not hold reads as its default, so that reading goes on. */
export class Reader {
  readonly problems: Problem[] = [];
  /** The keys that do not hold: each is told once. */
  readonly refused = new Set<string>();
  readonly #config: ConfigSource;
  readonly #stack: string;

  constructor(config: ConfigSource, stack: string) {
    this.#config = config;
    this.#stack = stack;
  }

  /** The text of a key, or its default; undefined where both are empty. */
  text(key: Key): string | undefined {
    const value = this.#config.get(key) || String(defaults[key] || "");
    return value === "" ? undefined : value;
  }

  /** Whether the stack sets the key to something other than its default. */
  isSet(key: Key): boolean {
    const value = this.#config.get(key);
    return value !== undefined && value !== "" && value !== String(defaults[key]);
  }

  /** A key with one of these values. */
  oneOf<T extends string>(key: Key, values: readonly T[]): T {
    const fallback = (values as readonly unknown[]).includes(defaults[key])
      ? (defaults[key] as T)
      : (values[0] as T);
    const value = this.text(key) ?? fallback;
    if ((values as readonly string[]).includes(value)) return value as T;
    const must = `must be one of ${values.map((one) => `"${one}"`).join(", ")}, not "${value}"`;
    this.refuse(key, must, fallback);
    return fallback;
  }

  /** A key whose text must match; undefined where it is empty. */
  matching(key: Key, pattern: RegExp, what: string, example: string): string | undefined {
    const value = this.text(key);
    if (value === undefined || pattern.test(value)) return value;
    this.refuse(key, `must be ${what}, not "${value}"`, example);
    return undefined;
  }

  /** Like `matching`, of a key that must be set because of `reason`, such as "since `builder` is gke". */
  required(key: Key, reason: string, pattern: RegExp, what: string, example: string): string {
    if (this.text(key) === undefined) this.refuse(key, `must be set to ${what}, ${reason}`, example);
    return this.matching(key, pattern, what, example) ?? "";
  }

  /** A structured key; where it is none, its text. */
  json(key: Key): unknown {
    try {
      return this.#config.getObject(key);
    } catch {
      return this.#config.get(key);
    }
  }

  /** Adds a problem; `value` is what the stack's file may have instead, undefined where it must not have the key. */
  refuse(key: string, must: string, value?: string): void {
    if (this.refused.has(key)) return;
    this.refused.add(key);
    const { name } = this.#config;
    const cure =
      value === undefined
        ? "remove it there"
        : `write \`${name}:${/^[^.]+/.exec(key)?.[0]}: ${value}\` there`;
    this.problems.push({ path: `Pulumi.${this.#stack}.yaml: ${name}:${key}`, must, cure });
  }
}
