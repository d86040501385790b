// Downloads from a server on loopback that stands for the vendors: what is taken, and what is not and why.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ARTIFACTS } from "../../tools/toolchain/artifacts.ts";
import { checksumOf } from "../../tools/toolchain/download.ts";
import { ensureTools } from "../../tools/toolchain/index.ts";
import { unreachable } from "../../tools/toolchain/vendor.ts";
import { bareMachine, CLOSED, fakeBuilder, SAYS, script, temporary, vendor } from "./toolchain-fixtures.ts";

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

test("a plain executable is taken when its checksum is right", async (t) => {
  const machine = bareMachine(t);
  script(join(machine.root, "buildx"), SAYS.buildx ?? "");
  const bytes = readFileSync(join(machine.root, "buildx"));
  const { path, checksums = "" } = ARTIFACTS.buildx.download(machine);
  const { base, asked } = await vendor(t, {
    [path]: bytes,
    [checksums]: `${"0".repeat(64)} *other\n${sha256(bytes)} *${path.split("/").at(-1)}\n`,
  });
  const { build, calls } = fakeBuilder();
  const heard: string[] = [];
  const ensure = () => ensureTools(["buildx"], (line) => heard.push(line), { machine, vendor: base, build });
  const { paths } = await ensure();
  assert.match(paths.buildx ?? "", /buildx-0\.35\.0-linux-x64\/buildx$/);
  assert.deepEqual(calls, []);
  assert.match(heard.join("\n"), /^Downloading buildx 0\.35\.0 from 127\.0\.0\.1/);
  await ensure();
  assert.equal(asked.length, 2, "the second run asks nothing");
});

test("an archive is unpacked with all that the vendor put beside the tool", async (t) => {
  const machine = bareMachine(t);
  const { path } = ARTIFACTS.buildkit.download(machine);
  const { base } = await vendor(t, { [path]: archive(t, ["buildkitd", "buildctl", "buildkit-runc"]) });
  const { build, calls } = fakeBuilder();
  const { paths } = await ensureTools(["buildkit"], () => {}, { machine, vendor: base, build });
  assert.deepEqual(calls, []);
  const folder = join(paths.buildkitd ?? "", "..");
  assert.deepEqual(readdirSync(folder).sort(), ["buildctl", "buildkit-runc", "buildkitd", "stamp.json"]);
});

test("a wrong checksum, a missing checksum, a missing file and another version are each built instead", async (t) => {
  const good = archive(t, ["registry"], "");
  const machine = bareMachine(t);
  const { path, checksums = "" } = ARTIFACTS.registry.download(machine);
  const other = archive(t, ["registry"], "", {
    registry: "registry github.com/distribution/distribution/v3 v2.9.9",
  });
  const table: readonly [RegExp, Record<string, string | Buffer>][] = [
    [/must have SHA-256 "0{64}", but it has "[0-9a-f]{64}"/, { [path]: good, [checksums]: "0".repeat(64) }],
    [
      /must have a checksum of "registry_3\.0\.0_linux_amd64\.tar\.gz"/,
      { [path]: good, [checksums]: "<html>" },
    ],
    [/answered 404/, { [checksums]: sha256(good) }],
    [/answered 404/, { [path]: good }],
    [/must match .* but it said ".*v2\.9\.9"/, { [path]: other, [checksums]: sha256(other) }],
    [/tar/, { [path]: "no archive", [checksums]: sha256(Buffer.from("no archive")) }],
  ];
  for (const [reason, files] of table) {
    const machine = bareMachine(t);
    const { base } = await vendor(t, files);
    const { build, calls } = fakeBuilder();
    const heard: string[] = [];
    await ensureTools(["registry"], (line) => heard.push(line), { machine, vendor: base, build });
    assert.match(heard.join("\n"), reason);
    assert.deepEqual(calls, [["registry"]], String(reason));
    assert.equal(readdirSync(join(machine.cache, "tools")).length, 1);
  }
});

test("a host is asked once whether it can be reached, and a closed network costs seconds at most", async () => {
  const began = Date.now();
  const first = unreachable(CLOSED);
  assert.equal(unreachable(CLOSED), first);
  assert.match((await first) ?? "", /\S/);
  assert.ok(Date.now() - began < 4_000);
});

test("a checksum is found by the file's name, or alone in its file", () => {
  const a = "a".repeat(64);
  const b = "b".repeat(64);
  assert.equal(checksumOf(`${a}  x.tar.gz\n${b}  y.tar.gz\n`, "y.tar.gz"), b);
  assert.equal(checksumOf(`${b.toUpperCase()} *dir/y.tar.gz\n`, "y.tar.gz"), b);
  assert.equal(checksumOf(`${a}\n`, "anything"), a);
  assert.equal(checksumOf(`${a}  x.tar.gz\n`, "y.tar.gz"), undefined);
  assert.equal(checksumOf("Not Found", "y.tar.gz"), undefined);
});

/** A gzipped tar of scripts, below `folder` as the vendor's has it. */
function archive(
  t: Parameters<typeof temporary>[0],
  executables: readonly string[],
  folder = "bin",
  says: Readonly<Record<string, string>> = SAYS,
): Buffer {
  const root = temporary(t);
  mkdirSync(join(root, folder), { recursive: true });
  for (const name of executables) script(join(root, folder, name), says[name] ?? "");
  return execFileSync("tar", ["-czf", "-", "-C", root, ...(folder === "" ? executables : [folder])]);
}
