// What is said when Go cannot build the tools, and that the Go module agrees with the versions that the tools must tell.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Problems } from "../../catalog/problems.ts";
import { ARTIFACTS } from "../../tools/toolchain/artifacts.ts";
import { requireGo, runGo } from "../../tools/toolchain/go.ts";
import { goProblem } from "../../tools/toolchain/go-problems.ts";
import { moduleFolder } from "../../tools/toolchain/recipe.ts";
import * as versions from "../../tools/toolchain/versions.ts";
import { bareMachine, script, temporary } from "./toolchain-fixtures.ts";

const TABLE: readonly [string, string, RegExp][] = [
  [
    "a full disk",
    "compile: writing output: write /tmp/x.o: no space left on device",
    /room .* 5 GB.*free some space/,
  ],
  [
    "a cache that cannot be written",
    "go: mkdir /x/mod: permission denied",
    /write its caches.*GOCACHE and GOMODCACHE/,
  ],
  [
    "an old Go",
    "go: go.mod requires go >= 1.26.0 (running go 1.24.3; GOTOOLCHAIN=local)",
    /go\.mod: the installed Go must be 1\.26\.0 or newer: .*running go 1\.24\.3.*; install Go 1\.26\.0/,
  ],
  [
    "a very old Go",
    "go.mod:3: invalid go version '1.26.0': must match format 1.23",
    /must be 1\.26\.0 or newer/,
  ],
  [
    "other bytes",
    "verifying example.com/x@v1.0.0: checksum mismatch",
    /go\.sum: every module .* "go clean -modcache"/,
  ],
  ["too little memory", "github.com/x/y: /go/pkg/tool/linux_amd64/compile: signal: killed", /enough memory/],
  [
    "no proxy",
    'Get "https://proxy.example/x": dial tcp: lookup proxy.example: no such host',
    /GOPROXY.*what was fetched/,
  ],
  [
    "a proxy that refuses",
    "go: example.com/x@v1.0.0: reading https://proxy.example/x: 403 Forbidden",
    /"go: example.*403/,
  ],
];

for (const [what, line, expected] of TABLE) {
  test(`${what} is told with its cure`, () => {
    const problem = goProblem(
      "tools/go",
      "exit 1",
      ["go: downloading example.com/x v1.0.0", line, "ok"],
      "1.26.0",
    );
    assert.ok(problem instanceof Problems);
    assert.match(problem.message, expected);
  });
}

test("an error that is not known is quoted", () => {
  assert.match(
    goProblem("tools/go", "exit 2", ["x.go:1: syntax error"], "1.26.0").message,
    /ended with exit 2:\nx\.go:1: syntax error/,
  );
});

test("no Go at all names the version to install", async (t) => {
  const env = { PATH: temporary(t) };
  await assert.rejects(
    requireGo(env, moduleFolder("go")),
    /PATH: "go" must be installed, version 1\.\d+\.\d+ or newer/,
  );
});

test("the Go command runs in its module, without cgo and without changing it", async (t) => {
  const machine = bareMachine(t);
  const module = join(machine.root, "module");
  mkdirSync(module);
  writeFileSync(join(module, "go.mod"), "module x\n\ngo 1.26.0\n");
  script(join(machine.bin, "go"), "");
  writeFileSync(
    join(machine.bin, "go"),
    '#!/bin/sh\necho "$PWD $GOFLAGS $CGO_ENABLED $*"\necho one >&2\necho two >&2\n',
  );
  const lines: string[] = [];
  const env = { PATH: `${machine.bin}:/usr/bin:/bin`, GOFLAGS: "-mod=mod" };
  const out = await runGo(["list", "x"], env, module, (line) => lines.push(line));
  assert.equal(out, `${module} -mod=readonly 0 list x\n`);
  assert.deepEqual(lines, ["one", "two"]);
});

test("the Go modules pin the versions that the tools are checked for", () => {
  const modules = {
    go: readFileSync(join(moduleFolder("go"), "go.mod"), "utf8"),
    actionlint: readFileSync(join(moduleFolder("actionlint"), "go.mod"), "utf8"),
  };
  assert.ok(modules.actionlint.includes(`github.com/rhysd/actionlint v${versions.ACTIONLINT_VERSION}`));
  for (const [path, version] of [
    ["github.com/pulumi/pulumi/pkg/v3", versions.PULUMI_VERSION],
    ["github.com/pulumi/pulumi/sdk/v3", versions.PULUMI_VERSION],
    ["github.com/pulumi/pulumi-docker-build", versions.PROVIDER_VERSION],
    ["github.com/moby/buildkit", versions.BUILDKIT_VERSION],
    ["github.com/docker/buildx", versions.BUILDX_VERSION],
    ["github.com/distribution/distribution/v3", versions.REGISTRY_VERSION],
  ] as const) {
    assert.ok(modules.go.includes(`${path} v${version}`), `${path} must be at v${version}`);
  }
  for (const { name, module, packages } of Object.values(ARTIFACTS)) {
    for (const path of Object.values(packages).filter((path) => !path.startsWith("."))) {
      assert.ok(
        modules[module].split(/\s+/).some((word) => word !== "" && path.startsWith(`${word}/`)),
        `${name}: ${path}`,
      );
    }
  }
});
