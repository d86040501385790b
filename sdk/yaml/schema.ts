// Owns what plain scalars mean: the values that Kubernetes tools (Go yaml, sigs.k8s.io/yaml) read.
import { Schema, Type } from "js-yaml";

/** What `plainValue` gives for a string. */
export const STRING = Symbol("a string");

/**
 * The value of a plain scalar, or `STRING`.
 * Source: YAML 1.2 core schema (https://yaml.org/spec/1.2.2/#103-core-schema) and, as Go yaml v3 still reads them, the
 * numbers of YAML 1.1 with a leading 0, with 0b and with underscores. Timestamps stay strings: KRM has no dates.
 */
export function plainValue(text: string): unknown {
  const first = text.charCodeAt(0);
  if (first > 0x39) return text.length > 5 ? STRING : word(text);
  if (first < 0x2b) return STRING; // not one of + , - . / 0-9
  return number(text);
}

function word(text: string): unknown {
  switch (text) {
    case "~":
    case "null":
    case "Null":
    case "NULL":
      return null;
    case "true":
    case "True":
    case "TRUE":
      return true;
    case "false":
    case "False":
    case "FALSE":
      return false;
    default:
      return STRING;
  }
}

function number(text: string): unknown {
  const digits = text.includes("_") ? text.replaceAll("_", "") : text;
  if (/^[-+]?\d+$/.test(digits))
    return /^[-+]?0[0-7]+$/.test(digits) ? radix(digits, /0/, 8) : Number(digits);
  if (/^[-+]?0o[0-7]+$/.test(digits)) return radix(digits, /0o/, 8);
  if (/^[-+]?0x[0-9a-fA-F]+$/.test(digits)) return radix(digits, /0x/, 16);
  if (/^[-+]?0b[01]+$/.test(digits)) return radix(digits, /0b/, 2);
  if (/^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(digits)) return Number(digits);
  if (/^[-+]?\.(inf|Inf|INF)$/.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  if (/^\.(nan|NaN|NAN)$/.test(text)) return Number.NaN;
  return STRING;
}

function radix(text: string, prefix: RegExp, base: number): number {
  const value = Number.parseInt(text.replace(/^[-+]/, "").replace(prefix, ""), base);
  return text.startsWith("-") ? -value : value;
}

let resolved: unknown;

const core = (kind: "scalar", tag: string, implicit: boolean) =>
  new Type(tag, {
    kind,
    resolve: (text: unknown) => {
      resolved = typeof text === "string" ? plainValue(text) : null;
      return resolved !== STRING || !implicit;
    },
    construct: (text: unknown) => (resolved === STRING ? text : resolved),
  });

const kept = (kind: "scalar" | "sequence" | "mapping", tag: string) => new Type(tag, { kind, multi: true });

/** The schema for js-yaml. A tag that it does not know is kept in the text and does not change the data. */
export function createSchema(): Schema {
  const name = "tag:yaml.org,2002:";
  return new Schema({
    implicit: [
      core("scalar", "core", true),
      new Type(`${name}merge`, { kind: "scalar", resolve: (text: unknown) => text === "<<" }),
    ],
    explicit: [
      new Type(`${name}str`, { kind: "scalar", construct: (text: unknown) => text ?? "" }),
      ...["null", "bool", "int", "float"].map((type) => core("scalar", name + type, false)),
      kept("scalar", ""),
      kept("sequence", ""),
      kept("mapping", ""),
    ],
  });
}
