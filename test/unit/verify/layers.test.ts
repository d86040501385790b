// Owns the tests of looking into layers: tar streams as real programs write them, and files as a container would find them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { findProgram } from "../../../verify/layers/program.ts";
import { type LayerFile, type LayerFiles, scanLayer } from "../../../verify/layers/scan.ts";
import { readTar } from "../../../verify/layers/tar.ts";

const gzip = "application/vnd.oci.image.layer.v1.tar+gzip";
const plain = "application/vnd.oci.image.layer.v1.tar";

/** The bytes in pieces of `length`, as a network may bring them. */
async function* pieces(bytes: Buffer, length = 777): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

describe("a layer", () => {
  let folder: string;
  const long = `${"deep/".repeat(30)}${"n".repeat(120)}`;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "layers-"));
    const root = join(folder, "root");
    mkdirSync(join(root, "bin"), { recursive: true });
    mkdirSync(join(root, "deep/".repeat(30)), { recursive: true });
    writeFileSync(join(root, "bin/node"), readFileSync(process.execPath).subarray(0, 5000));
    chmodSync(join(root, "bin/node"), 0o755);
    writeFileSync(join(root, "bin/script"), "#!/bin/sh\n");
    linkSync(join(root, "bin/node"), join(root, "bin/same"));
    symlinkSync("node", join(root, "bin/nodejs"));
    symlinkSync(`/${long}`, join(root, "far"));
    writeFileSync(join(root, long), "x".repeat(600));
    writeFileSync(join(root, "empty"), "");
    writeFileSync(join(root, "ünï cødé"), "text");
  });
  after(() => rmSync(folder, { recursive: true }));

  const machine = { x64: 62, arm64: 183 }[process.arch as "x64" | "arm64"];
  for (const format of ["gnu", "pax"]) {
    test(`as tar writes it in the format ${format}`, async () => {
      const tar = execFileSync("tar", [
        "-C",
        join(folder, "root"),
        `--format=${format}`,
        "--sort=name",
        "-c",
        ".",
      ]);
      for (const [bytes, type] of [
        [tar, plain],
        [gzipSync(tar), gzip],
      ] as const) {
        const files = await scanLayer(pieces(bytes), type);
        assert.deepEqual(files["bin/node"], { kind: "file", executable: true, machine });
        assert.deepEqual(files["bin/same"], { kind: "same", target: "./bin/node" });
        assert.deepEqual(files["bin/nodejs"], { kind: "link", target: "node" });
        assert.deepEqual(files["bin/script"], { kind: "file", executable: false });
        assert.deepEqual(files.far, { kind: "link", target: `/${long}` });
        assert.deepEqual(files[long], { kind: "file", executable: false });
        assert.deepEqual(files["ünï cødé"], { kind: "file", executable: false });
        assert.deepEqual(files.bin, { kind: "folder" });
      }
    });
  }

  test("that is cut, is no tar or is compressed in another way is refused", async () => {
    const tar = execFileSync("tar", ["-C", join(folder, "root"), "-c", "bin/node"]);
    await assert.rejects(scanLayer(pieces(tar.subarray(0, 3000)), plain), /the tar stream ends too early/);
    await assert.rejects(scanLayer(pieces(tar.subarray(0, 300)), plain), /not a tar stream/);
    await assert.rejects(scanLayer(pieces(Buffer.alloc(1024, "text")), plain), /not a tar stream/);
    await assert.rejects(scanLayer(pieces(gzipSync(tar).subarray(0, 100)), gzip), /unexpected end of file/);
    await assert.rejects(scanLayer(pieces(tar), `${plain}+zstd`), /must be a tar, plain or with gzip/);
  });

  test("keeps no more of a file than asked for", async () => {
    const tar = execFileSync("tar", ["-C", join(folder, "root"), "-c", "bin/node", "empty"]);
    const heads: [string, number][] = [];
    for await (const { path, head } of readTar(pieces(tar), 20)) heads.push([path, head.length]);
    assert.deepEqual(heads, [
      ["bin/node", 20],
      ["empty", 0],
    ]);
  });
});

describe("the program of an image", () => {
  const file: LayerFile = { kind: "file", executable: true, machine: 62 };
  const link = (target: string): LayerFile => ({ kind: "link", target });
  const find = (name: string, layers: readonly LayerFiles[], path = "/a/bin:/b/bin") =>
    findProgram(name, ["HOME=/", `PATH=${path}`], layers)?.path;

  test("is found by its path, or in the folders of PATH in their order", () => {
    const layers = [{ "a/bin/tool": file, "b/bin/tool": file, "b/bin/only": file }];
    assert.equal(find("/b/bin/tool", layers), "/b/bin/tool");
    assert.equal(find("tool", layers), "/a/bin/tool");
    assert.equal(find("only", layers), "/b/bin/only");
    assert.equal(find("none", layers), undefined);
    assert.equal(findProgram("tool", [], [{ "usr/bin/tool": file }])?.path, "/usr/bin/tool");
  });

  test("is found behind links, of folders and across layers too", () => {
    const layers: LayerFiles[] = [
      { "opt/v1/bin/tool": file, bin: link("usr/bin"), "usr/bin/tool": link("../../opt/current/bin/tool") },
      { "opt/current": link("/opt/v1"), "usr/bin/hard": { kind: "same", target: "opt/v1/bin/tool" } },
    ];
    assert.equal(find("/bin/tool", layers), "/opt/v1/bin/tool");
    assert.equal(find("/bin/hard", layers), "/opt/v1/bin/tool");
    assert.equal(find("/loop", [{ loop: link("loop") }]), undefined);
    assert.equal(find("/up", [{ up: link("../../../a"), a: file }]), "/a");
    assert.equal(find("/dangling", [{ dangling: link("nowhere") }]), undefined);
  });

  test("is what the highest layer has, unless that took it away", () => {
    const other: LayerFile = { ...file, machine: 183 };
    const lower = { "a/bin/tool": file };
    assert.equal(findProgram("/a/bin/tool", [], [lower, { "a/bin/tool": other }])?.file, other);
    const whitedOut: LayerFile = { kind: "other" };
    for (const whiteout of ["a/bin/.wh.tool", "a/.wh.bin", ".wh.a", "a/bin/.wh..wh..opq", "a/.wh..wh..opq"]) {
      assert.equal(find("/a/bin/tool", [lower, { [whiteout]: whitedOut }]), undefined, whiteout);
      assert.equal(find("/a/bin/tool", [lower, { [whiteout]: whitedOut }, lower]), "/a/bin/tool", whiteout);
    }
    assert.equal(find("/a/bin/tool", [lower, { "a/bin/.wh.other": whitedOut }]), "/a/bin/tool");
  });
});
