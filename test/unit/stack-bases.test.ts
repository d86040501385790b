// Owns the tests of `npm run bases:update -- --stack NAME`: which lines it reads, what it writes, and what it refuses.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { openRegistryClient } from "../../oci/index.ts";
import { root } from "../../tools/paths.ts";
import { updateStackBases } from "../../tools/stack/update-bases.ts";
import { type ServedRegistry, serveRegistry } from "./served-registry.ts";

const folder = mkdtempSync(join(tmpdir(), "stack-bases-"));
const file = join(folder, "Pulumi.prod.yaml");
const old = `sha256:${"0".repeat(64)}`;
let served: ServedRegistry;

before(async () => {
  served = await serveRegistry();
});
after(async () => {
  await served.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(() => served.clear());

const update = async (text: string) => {
  writeFileSync(file, text);
  const updates = await updateStackBases(folder, "prod", "krm-functions:bases", openRegistryClient());
  return updates.map(({ base, digest }) => `${base.name} ${base.digest === digest ? "same" : digest}`);
};
const stack = (...lines: readonly string[]) =>
  ["config:", "  krm-functions:bases:", ...lines.map((line) => `    ${line}`), ""].join("\n");

describe("an update of a stack's bases", () => {
  test("writes the digests that tags have now, and leaves every other byte", async () => {
    const node = served.put("base/node", "nonroot", { a: "1" });
    const go = served.put("base/go", "1.26", { a: "2" });
    const text = [
      "# The stack that releases.\r",
      "encryptionsalt: v1:abc=",
      "config:",
      "  krm-functions:publish: push   # always",
      "  krm-functions:bases:",
      `    node:   ${served.address}/base/node@${old}   #   nonroot, as distroless has it`,
      `    "go": '${served.address}/base/go:1.26@${old}' # the compiler\r`,
      "  krm-functions:only: [a,  b]",
    ].join("\n");
    assert.deepEqual(await update(text), [`node ${node}`, `go ${go}`]);
    const [first = "", second = "", third] = text.split(old);
    assert.equal(readFileSync(file, "utf8"), `${first}${node}${second}${go}${third}`);
    assert.deepEqual(await update(readFileSync(file, "utf8")), ["node same", "go same"]);
  });

  test("tells all that is wrong at once, and writes nothing", async () => {
    served.put("base/good", "v1", {});
    served.put("base/half", "v1", {}, ["linux/amd64"]);
    const loose = served.put("base/loose", "v1", {});
    const { address } = served;
    const text = stack(
      `good: ${address}/base/good@${old} # v1`,
      `half: ${address}/base/half@${old} # v1`,
      `gone: ${address}/base/gone@${old} # v2`,
      `loose: ${address}/base/loose:v1`,
      `silent: ${address}/base/good@${old}`,
      `short: ${address}/base/good@sha256:12 # v1`,
      `hub: node@${old} # 22`,
    );
    await assert.rejects(update(text), ({ message }: Error) => {
      const [title, ...lines] = message.split("\n");
      assert.equal(title, 'The bases of stack "prod" cannot be updated:');
      const form = (name: string) => `write \`${name}: IMAGE@sha256:DIGEST # TAG\``;
      assert.deepEqual(
        lines.sort(),
        [
          `  ${address}/base/gone:v2: must be in its registry; name another in Pulumi.prod.yaml:5`,
          `  ${address}/base/half:v1: must be an index with linux/amd64 and linux/arm64, but has linux/amd64; name another in Pulumi.prod.yaml:4`,
          `  Pulumi.prod.yaml:6: \`loose\` must be pinned by a digest, not "${address}/base/loose:v1"; write \`loose: ${address}/base/loose@${loose} # v1\``,
          `  Pulumi.prod.yaml:7: \`silent\` must say which tag it follows, in a comment behind "${address}/base/good@${old}"; ${form("silent")}`,
          `  Pulumi.prod.yaml:8: \`short\` must have a digest of sha256 and 64 digits, not "sha256:12"; ${form("short")}`,
          `  Pulumi.prod.yaml:9: \`hub\` must begin with its registry's host, not "node@${old}"; write it, such as docker.io/library/node`,
        ].sort(),
      );
      return true;
    });
    assert.equal(readFileSync(file, "utf8"), text);
  });

  const shapes: readonly (readonly [string, RegExp])[] = [
    ["config: {}\n", /krm-functions:bases: must have a base that can be updated; write a line `NAME: /],
    ["", /must have a base that can be updated/],
    [
      stack("node: r.example/a@sha256:0 # v1", "# as node: r.example/a@sha256:0 # v1").replace(
        "bases:",
        "base:",
      ),
      /must have a base/,
    ],
    [
      `config:\n  krm-functions:bases: '{"node":"r.example/a@${old}"}'\n`,
      /must be a map with a line for each base, not "\{"node"/,
    ],
    [
      `config:\n  krm-functions:bases: {node: r.example/a@${old}} # v1\n`,
      /Pulumi\.prod\.yaml: node: must stand on one line of its own, .* on 0; write `node: IMAGE@/,
    ],
  ];
  for (const [text, message] of shapes) {
    test(`is refused where the file has ${JSON.stringify(text).slice(0, 60)}`, () =>
      assert.rejects(update(text), message));
  }

  test("names a registry that does not answer", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const text = stack(`node: 127.0.0.1:${port}/a@${old} # v1`);
    await assert.rejects(update(text), /127\.0\.0\.1:\d+: must answer at .*ECONNREFUSED/);
  });

  test("names the stacks that there are", () =>
    assert.rejects(
      updateStackBases(folder, "prd", "krm-functions:bases", openRegistryClient()),
      /Pulumi\.prd\.yaml: must be the file of a stack; name one of prod$/,
    ));
});

test("`npm run bases:update` refuses what it does not know", () => {
  for (const args of [
    ["dev"],
    ["--stack"],
    ["--stack", "../x"],
    ["--stack", "dev", "more"],
    ["--stak=dev"],
  ]) {
    const run = [join(root, "tools", "run.mjs"), "bases", ...args];
    const { status, stderr } = spawnSync(process.execPath, run, { encoding: "utf8" });
    assert.equal(status, 1);
    assert.match(
      stderr,
      /npm run bases:update: must have no arguments, or `--stack NAME`, not ".*"; see --help/,
    );
  }
});
