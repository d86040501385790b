// Knows what can go wrong when Go builds the tools, and what mends each.

import { type Problem, Problems } from "../../catalog/problems.ts";

/** Each case: what Go's output has in it, and the problem that this is. `line` is the matching line, `module` the module's path. */
const CASES: readonly (readonly [RegExp, (line: string, module: string, needed: string) => Problem])[] = [
  [
    /no space left on device|disk quota exceeded/i,
    (line, module) => ({
      path: module,
      must: `the disk must have room for Go's caches and the tools, about 5 GB: "${line}"`,
      cure: "free some space, or point GOCACHE, GOMODCACHE and XDG_CACHE_HOME at a larger disk, and run the command again",
    }),
  ],
  [
    /permission denied|read-only file system|could not create module cache|failed to initialize build cache/i,
    (line, module) => ({
      path: module,
      must: `Go must be able to write its caches: "${line}"`,
      cure: "make that folder writable, or point GOCACHE and GOMODCACHE at one that is",
    }),
  ],
  [
    /go\.mod requires go >=|unknown directive|invalid go version|toolchain not available|requires go1?\.?\d* or later/i,
    (line, module, needed) => ({
      path: `${module}/go.mod`,
      must: `the installed Go must be ${needed} or newer: "${line}"`,
      cure: `install Go ${needed} or newer, or let Go fetch it itself with GOTOOLCHAIN=auto`,
    }),
  ],
  [
    /checksum mismatch|SECURITY ERROR|missing go\.sum entry/i,
    (line, module) => ({
      path: `${module}/go.sum`,
      must: `every module must have the checksum that go.sum pins: "${line}"`,
      cure: 'if the module cache is damaged, run "go clean -modcache"; a proxy that serves other bytes must not be used',
    }),
  ],
  [
    /signal: killed|cannot allocate memory|out of memory/i,
    (line, module) => ({
      path: module,
      must: `the build must have enough memory, about 2 GB: "${line}"`,
      cure: "free some memory, or build one package at a time with GOMAXPROCS=1, and run the command again",
    }),
  ],
  [
    /dial tcp|lookup |i\/o timeout|connection re(fused|set)|TLS handshake|x509|proxyconnect|reading .*: \d{3} |unrecognized import path|unknown revision|invalid version|module lookup disabled/i,
    (line, module) => ({
      path: module,
      must: `the Go module proxy (GOPROXY) must give every module: "${line}"`,
      cure: 'check the network and GOPROXY (and GOSUMDB, GONOSUMDB) as "go env" shows them, and run the command again: what was fetched is kept',
    }),
  ],
];

/**
 * What failed in building from the module, such as `tools/go`, as a message with the cure: `failure` is the exit or the
 * reason that Go did not start.
 */
export function goProblem(
  module: string,
  failure: string,
  tail: readonly string[],
  needed: string,
): Problems {
  if (failure === "ENOENT") return new Problems("The tools cannot be built", [noGo(needed)]);
  for (const [pattern, problem] of CASES) {
    const line = tail.find((candidate) => pattern.test(candidate))?.trim();
    if (line !== undefined) return new Problems("The tools cannot be built", [problem(line, module, needed)]);
  }
  const problem = {
    path: module,
    must: `"go build" must succeed, but it ended with ${failure}:\n${tail.join("\n")}`,
  };
  return new Problems("The tools cannot be built", [problem]);
}

function noGo(needed: string): Problem {
  return {
    path: "PATH",
    must: `"go" must be installed, version ${needed} or newer, since the vendors' downloads cannot be had`,
    cure: "install Go, or install the tools themselves, or allow downloads from the vendors",
  };
}
