// Makes machines for the toolchain's tests: folders that stand for PATH and the cache, and tools that are shell scripts.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { ARTIFACTS, type Artifact } from "../../tools/toolchain/artifacts.ts";
import type { Machine } from "../../tools/toolchain/machine.ts";

/** An address of which the connection is refused at once. */
export const CLOSED = "http://127.0.0.1:1/";

/** A machine with nothing installed and an empty cache, below a folder that goes with the test. */
export function bareMachine(t: TestContext): Machine & { readonly root: string; readonly bin: string } {
  const root = temporary(t);
  const bin = join(root, "bin");
  mkdirSync(bin);
  const cache = join(root, "cache");
  return {
    root,
    bin,
    cache,
    path: [bin],
    dockerPlugins: [join(root, "cli-plugins")],
    userPulumiHome: undefined,
    defaultPulumiHome: join(root, "home", ".pulumi"),
    ownPulumiHome: join(cache, "pulumi-home"),
    os: "linux",
    arch: "x64",
    env: { PATH: `/usr/bin:/bin` },
  };
}

export function temporary(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "toolchain-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes an executable that prints `output` and, where `log` is given, adds a line to it for each run. */
export function script(file: string, output: string, log?: string): void {
  mkdirSync(join(file, ".."), { recursive: true });
  const note = log === undefined ? "" : `echo run >> '${log}'\n`;
  writeFileSync(file, `#!/bin/sh\n${note}echo '${output}'\n`);
  chmodSync(file, 0o755);
}

/** What the executables of the pinned versions print when they are asked for their version. */
export const SAYS: Readonly<Record<string, string>> = {
  pulumi: "v3.245.0",
  "pulumi-language-nodejs": "Usage of pulumi-language-nodejs",
  "pulumi-resource-docker-build": "Usage of pulumi-resource-docker-build",
  buildx: "github.com/docker/buildx v0.35.0 ",
  buildkitd: "buildkitd github.com/moby/buildkit v0.31.0 ",
  buildctl: "buildctl github.com/moby/buildkit v0.31.0 ",
  registry: "registry github.com/distribution/distribution/v3 v3.0.0",
  actionlint: "1.7.12",
};

/** A builder that writes scripts, and the names of the artifacts of each call. */
export function fakeBuilder(says: Readonly<Record<string, string>> = SAYS) {
  const calls: string[][] = [];
  const build = async (artifacts: readonly Artifact[], into: string): Promise<void> => {
    calls.push(artifacts.map(({ name }) => name));
    for (const { name } of artifacts) {
      for (const executable of Object.keys(ARTIFACTS[name].packages)) {
        script(join(into, name, executable), says[executable] ?? "");
      }
    }
  };
  return { build, calls };
}

/** An HTTP server on loopback that has `files`, and what was asked of it. */
export async function vendor(t: TestContext, files: Readonly<Record<string, string | Buffer>>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? "").slice(1);
    if (request.method === "GET") asked.push(path);
    const body = files[path];
    response.statusCode = body === undefined ? 404 : 200;
    response.end(body ?? "not found");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
}
