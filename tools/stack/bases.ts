// Owns the bases in a stack's file: each a line `NAME: IMAGE@sha256:DIGEST # TAG`, in which an update changes the digest alone.
import { load } from "js-yaml";
import type { Problem } from "../../catalog/problems.ts";

/** A base as a stack's file has it. */
export interface StackBase {
  readonly name: string;
  /** `registry/path/name`. */
  readonly image: string;
  /** The tag that is followed: that of the reference, else the first word of the line's comment. */
  readonly tag: string;
  /** `sha256:<hex>`; undefined where it is not pinned, which is no line that an update may leave as it is. */
  readonly digest: string | undefined;
  /** Number of the line, from 1. */
  readonly line: number;
}

/** How a line has to be. */
export const baseForm = "`NAME: IMAGE@sha256:DIGEST # TAG`";

/**
 * Reads the bases of a stack's file.
 *
 * @param file its name, for problems
 * @param key of the setting, `PROJECT:bases`
 */
export function readStackBases(
  file: string,
  text: string,
  key: string,
): { readonly bases: readonly StackBase[]; readonly problems: readonly Problem[] } {
  const { config } = (load(text, { filename: file }) ?? {}) as { config?: Record<string, unknown> | null };
  const value = config?.[key];
  const refuse = (must: string, cure: string) => ({
    bases: [],
    problems: [{ path: `${file}: ${key}`, must, cure }],
  });
  const form = `write a line ${baseForm} for each base below \`${key}:\``;
  if (value === undefined || value === null) return refuse("must have a base that can be updated", form);
  if (typeof value !== "object" || Array.isArray(value))
    return refuse(`must be a map with a line for each base, not "${value}"`, form);
  const found = Object.entries(value).map(([name, reference]) =>
    readBase(file, text, name, String(reference)),
  );
  return {
    bases: found.filter((one) => "image" in one),
    problems: found.filter((one) => "must" in one),
  };
}

/** The text with other digests, by the base's name; every other byte stays. */
export function writeDigests(
  text: string,
  bases: readonly StackBase[],
  digests: ReadonlyMap<string, string>,
): string {
  const lines = text.split("\n");
  for (const { name, digest, line } of bases) {
    const next = digests.get(name);
    if (digest === undefined || next === undefined) continue;
    lines[line - 1] = (lines[line - 1] ?? "").replace(digest, next);
  }
  return lines.join("\n");
}

const digestPattern = /^sha256:[0-9a-f]{64}$/;
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}(?=[\s,;]|$)/;

function readBase(file: string, text: string, name: string, reference: string): StackBase | Problem {
  const places = findLines(text, name, reference);
  const [place, ...others] = places;
  const own = `\`${name}: IMAGE@sha256:DIGEST # TAG\``;
  if (place === undefined || others.length > 0) {
    const must = `must stand on one line of its own, not "${reference}" on ${places.length}`;
    return { path: `${file}: ${name}`, must, cure: `write ${own}` };
  }
  const path = `${file}:${place.line}`;
  const [named = "", digest] = reference.split("@");
  const colon = named.lastIndexOf(":");
  const tagged = colon > named.lastIndexOf("/");
  const image = tagged ? named.slice(0, colon) : named;
  const tag = tagged ? named.slice(colon + 1) : tagPattern.exec(place.comment)?.[0];
  if (!/^([^/]*[.:][^/]*|localhost)\/./.test(image)) {
    const must = `\`${name}\` must begin with its registry's host, not "${reference}"`;
    return { path, must, cure: `write it, such as docker.io/library/${image.split("/").at(-1)}` };
  }
  if (digest !== undefined && !digestPattern.test(digest)) {
    const must = `\`${name}\` must have a digest of sha256 and 64 digits, not "${digest}"`;
    return { path, must, cure: `write ${own}` };
  }
  if (tag === undefined) {
    const must = `\`${name}\` must say which tag it follows, in a comment behind "${reference}"`;
    return { path, must, cure: `write ${own}` };
  }
  return { name, image, tag, digest, line: place.line };
}

/** The lines `NAME: REFERENCE # COMMENT`, each part in quotes or not. */
function findLines(text: string, name: string, reference: string) {
  const quoted = (part: string) => `(["']?)${part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}`;
  const pattern = new RegExp(`^\\s+${quoted(name)}\\1:\\s+${quoted(reference)}\\2\\s*(?:\\s#\\s*(.*))?$`);
  return text.split("\n").flatMap((line, at) => {
    const match = pattern.exec(line.replace(/\r$/, ""));
    return match === null ? [] : [{ line: at + 1, comment: match[3]?.trim() ?? "" }];
  });
}
