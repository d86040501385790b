// Owns what makes a function in Go: its sources, the toolchain that its go.mod pins, and the key of what is compiled from them.
import { createHash } from "node:crypto";
import type { CatalogFunction } from "../../function.ts";
import { Problems } from "../../problems.ts";
import type { ContextFile } from "../files.ts";

/** The architectures of every image, in Go's and OCI's words. */
export const architectures = ["amd64", "arm64"] as const;
export type Architecture = (typeof architectures)[number];

/** Part of the key of what is compiled: raised when the same sources and flags would give something else. */
const format = 1;

/** What the compiler gets of a function. */
export interface GoModule {
  readonly fn: CatalogFunction;
  /** All that the compiler sees; paths are relative to the function's folder. */
  readonly sources: readonly ContextFile[];
  /** Version of Go, such as `1.26.8`, which compiles it on every machine. */
  readonly version: string;
  /** Value of the linker's `-ldflags`. */
  readonly linkFlags: string;
  /** Tells apart all that gives other programs: twelve hexadecimal digits. */
  readonly key: string;
}

/** Files that the compiler does not see: those that no image holds (`notShipped`), and tests. */
const notCompiled = /(^|\/)testdata\/|_test\.go$/;
/** Files that are only compiled. */
const onlyCompiled = /\.go$|^go\.(mod|sum)$|(^|\/)testdata\//;

/** Whether an image can hold a file of a function in Go as it is. */
export function shipsAsItIs(path: string): boolean {
  return !onlyCompiled.test(path);
}

/**
 * The module in a function's folder.
 *
 * @param files the files of the folder that are not of the catalog (cases, README, function.yaml, Dockerfile)
 * @throws Problems when go.mod does not pin the toolchain
 */
export function readModule(fn: CatalogFunction, files: readonly ContextFile[]): GoModule {
  const sources = files.filter(({ path }) => !notCompiled.test(path));
  const file = sources.find(({ path }) => path === "go.mod");
  const version = pinnedVersion(`${fn.folder}/go.mod`, Buffer.from(file?.read() ?? []).toString("utf8"));
  const linkFlags = linkFlagsOf(fn);
  const hash = createHash("sha256").update(JSON.stringify([format, version, linkFlags]));
  for (const { path, hash: content } of sources) hash.update(`${JSON.stringify(path)} `).update(content);
  return { fn, sources, version, linkFlags, key: hash.digest("hex").slice(0, 12) };
}

/** The version after `toolchain go`, or after `go` where that is a whole one. Source: https://go.dev/doc/toolchain */
function pinnedVersion(path: string, text: string): string {
  const line = (word: string) => new RegExp(`^${word}\\s+(\\S+)`, "m").exec(text)?.[1];
  const toolchain = line("toolchain");
  const version = toolchain === undefined ? line("go") : toolchain.replace(/^go/, "");
  if (version !== undefined && /^1\.(2[1-9]|[3-9]\d)\.\d+$/.test(version)) return version;
  const found = toolchain ?? line("go");
  const not = found === undefined ? "" : `, not "${found}"`;
  const must = `must pin the Go that compiles it, a release of 1.21 or newer${not}: the same sources must give the same program everywhere`;
  throw new Problems("", [{ path, must, cure: "write a line such as `toolchain go1.26.8`" }]);
}

/** No symbol tables and no debug information; the variable `main.function`, if there is one, has what function.yaml declares. */
function linkFlagsOf({ name, description, version, config }: CatalogFunction): string {
  const declared = JSON.stringify({ name, description, version, config }).replaceAll("'", "\\u0027");
  return `-s -w '-X=main.function=${declared}'`;
}
