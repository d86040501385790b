// Owns field paths as replacements write them: `spec.containers.[name=web].image`, `metadata.annotations.[a.b/c]`, `a.0`, `a.*.b`.
import { dump } from "js-yaml";
import { isMap } from "../../sdk/index.ts";
import { ReplacementError } from "./error.ts";

/**
 * The parts of a path. A dot is part of a key behind a backslash and in brackets, which stay where they hold a `=`.
 * Source: `SmarterPathSplitter` in kyaml/utils/pathsplitter.go of kustomize.
 */
export function splitPath(path: string): string[] {
  const parts: string[] = [];
  const rest = splitEscaped(path).values();
  for (const first of rest) {
    let part = first;
    if (part.startsWith("[") && !part.endsWith("]")) {
      for (const more of rest) {
        part += `.${more}`;
        if (more.endsWith("]")) break;
      }
      if (!part.includes("=")) part = unbracketed(part);
    }
    parts.push(part);
  }
  return parts;
}

function unbracketed(part: string): string {
  return part.replace(/^[[\]]+|[[\]]+$/g, "");
}

function splitEscaped(path: string): string[] {
  const [first = "", ...others] = path.split(".");
  const raw = first === "" && others.length > 0 ? others : [first, ...others];
  const parts: string[] = [];
  for (const part of raw) {
    const before = parts.at(-1);
    if (before?.endsWith("\\")) parts[parts.length - 1] = `${before.slice(0, -1)}.${part}`;
    else parts.push(part);
  }
  return parts;
}

/** The index that a part of a path is, if it is one. */
export function indexOf(part: string): number | undefined {
  return /^[-+]?\d+$/.test(part) ? Number(part) : undefined;
}

/** Whether a part of a path looks for an entry of a list: `[name=web]`. */
export function isEntry(part: string): boolean {
  return part.startsWith("[") && part.endsWith("]");
}

/**
 * The key and the value of `[key=value]`; of `[=value]` the key is empty.
 * @throws {ReplacementError} where there is no `=`.
 */
export function splitEntry(part: string): [key: string, value: string] {
  const inner = part.slice(1, -1);
  const at = inner.indexOf("=");
  if (at < 0) {
    throw new ReplacementError("list path element must contain fieldName=fieldValue for element to match");
  }
  return [inner.slice(0, at), inner.slice(at + 1)];
}

/** The error for a path that asks for something else than what is there. */
export function wrongKind(expected: "MappingNode" | "SequenceNode", value: unknown): ReplacementError {
  const found = Array.isArray(value) ? "SequenceNode" : isMap(value) ? "MappingNode" : "ScalarNode";
  const contents = dump(value, { noArrayIndent: true, lineWidth: -1 });
  return new ReplacementError(
    `wrong node kind: expected ${expected} but got ${found}: node contents:\n${contents}`,
  );
}
