// Tests of noticing images that the local registry lost.
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { lostFunctions, publishAgain } from "../../tools/stack/lost.ts";

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
let registry: Server;
let address: string;

before(async () => {
  registry = createServer((request, response) => {
    const there = request.url === `/v2/team/kept/manifests/${digest("1")}`;
    response.writeHead(there ? 200 : 404, { "docker-content-digest": digest("1") }).end();
  });
  await new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve));
  address = `localhost:${(registry.address() as AddressInfo).port}`;
});
after(() => registry.close());

const output = (name: string, ref: string, platforms?: Record<string, { size: number }>) => ({
  name,
  version: "dev",
  ref,
  tags: [],
  ...(platforms === undefined ? {} : { platforms }),
});
const published = { "linux/amd64": { size: 1 }, "linux/arm64": { size: 1 } };

test("lost is what was published on loopback and is no longer there", async () => {
  const functions = {
    kept: output("kept", `${address}/team/kept@${digest("1")}`, published),
    lost: output("lost", `${address}/team/lost@${digest("1")}`, published),
    elsewhere: output("elsewhere", `registry.example/team/elsewhere@${digest("1")}`, published),
  };
  assert.deepEqual(await lostFunctions({ functions }), ["lost"]);
});

test("what was only built or loaded was never published, so it is not lost", async () => {
  const functions = {
    built: output("built", `${address}/team/built@${digest("2")}`, {}),
    old: output("old", `${address}/team/old@${digest("2")}`),
  };
  assert.deepEqual(await lostFunctions({ functions }), []);
});

test("it is published again by replacing its image alone", () => {
  assert.deepEqual(publishAgain("dev", ["a"]), [
    "--replace",
    "urn:pulumi:dev::krm-functions::krm-functions:index:FunctionImage$docker-build:index:Image::a",
  ]);
});
