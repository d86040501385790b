// Owns telling what went wrong in the Go command, with the cure, as problems of the function that it compiles.
import type { Problem } from "../../problems.ts";
import type { GoRun } from "./command.ts";
import type { GoModule } from "./module.ts";

type Told = readonly [pattern: RegExp, path: string, must: string, cure: string];

/** What Go's own words mean; `VERSION` stands for the pinned one. The first that fits a line counts. */
const told: readonly Told[] = [
  [
    /toolchain not available|invalid GOTOOLCHAIN|cannot find "go[\d.]+" in PATH|download go[\d.]+ for/,
    "go.mod",
    "Go VERSION, which its `toolchain` pins, must be installed or in the module proxy (GOPROXY)",
    "install that version, or check GOPROXY and GOSUMDB as `go env` shows them",
  ],
  [
    /unknown directive: toolchain|invalid go version|go\.mod requires go >=|unsupported go version/,
    "go.mod",
    "the installed Go must be 1.21 or newer, which fetches the pinned VERSION by itself",
    "install a newer Go: https://go.dev/dl/",
  ],
  [
    /missing go\.sum entry|updates to go\.mod needed|updating go\.mod|is not in std|no required module provides|cannot find module providing|go mod tidy/,
    "go.mod",
    "go.mod and go.sum must name every module that the sources import",
    "run `go mod tidy` in the function's folder",
  ],
  [
    /checksum mismatch|SECURITY ERROR|not a known dependency/,
    "go.sum",
    "every module must have the checksum that go.sum pins",
    "run `go clean -modcache`; a proxy that serves other bytes must not be used",
  ],
  [
    /dial tcp|lookup \S+:|lookup \S+ on|i\/o timeout|connection re(fused|set)|TLS handshake|x509|proxyconnect|reading .*: \d{3} |unrecognized import path|module lookup disabled|server response:/,
    "go.mod",
    "the module proxy (GOPROXY) must give every module",
    "check the network and GOPROXY as `go env` shows it, then run the command again",
  ],
  [
    /no space left on device|disk quota exceeded/,
    "",
    "the disk must have room for Go's caches, about 1 GB",
    "free some, or point GOCACHE and GOMODCACHE at a larger disk",
  ],
  [
    /permission denied|read-only file system|build cache is required|cannot find GOMODCACHE/,
    "",
    "Go must be able to write its caches",
    "point GOCACHE and GOMODCACHE at folders that this user can write",
  ],
  [
    /signal: killed|cannot allocate memory|out of memory/,
    "",
    "the compiler must have enough memory, about 1 GB",
    "free some, then run the command again",
  ],
];

/** A failed run as problems: all lines that the compiler points at, or what else kept it from running. */
export function goProblems({ failure, stderr }: GoRun, { fn, version }: GoModule): readonly Problem[] {
  const { folder, name } = fn;
  if (failure === "ENOENT") {
    return [
      {
        path: folder,
        must: `"go" must be installed, since this function is written in Go`,
        cure: `install Go 1.21 or newer (https://go.dev/dl/), or leave "${name}" out: name the others in \`krm-functions:only\``,
      },
    ];
  }
  const lines = stderr.split("\n").map((line) => line.trim());
  for (const [pattern, file, must, cure] of told) {
    const line = lines.find((candidate) => pattern.test(candidate));
    if (line === undefined) continue;
    const path = file === "" ? folder : `${folder}/${file}`;
    return [{ path, must: `${must.replaceAll("VERSION", version)}: "${line}"`, cure }];
  }
  const pointed = lines.flatMap((line) => {
    const [, file, text] = /^(?:\.\/)?([\w./-]+\.(?:go|mod|sum):\d+(?::\d+)?): (.+)$/.exec(line) ?? [];
    return file === undefined ? [] : [{ path: `${folder}/${file}`, must: `must compile: ${text}` }];
  });
  if (pointed.length > 0) return pointed;
  return [
    {
      path: folder,
      must: `must compile, but \`go\` ended with ${failure}: ${lines.slice(-5).join(" ").trim()}`,
    },
  ];
}
