// Tests of the repository's own bases: names, ELF files, the build's command line, updates.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { buildArguments } from "../../bases/build.ts";
import { loaderPath, neededLibraries, withoutSymbols } from "../../bases/elf.ts";
import { ownBase } from "../../bases/index.ts";
import { readLock } from "../../bases/lock.ts";
import { describeChanges } from "../../bases/update.ts";
import { inWorkFolder } from "../../bases/work.ts";
import { root } from "../../tools/paths.ts";

const folder = mkdtempSync(join(tmpdir(), "bases-"));
after(() => rmSync(folder, { recursive: true }));

describe("an own base's name", () => {
  test("has the version and a hash of all files of its folder", () => {
    const { name, repository, tag } = ownBase(root, "node");
    assert.deepEqual([name, repository], ["node", "bases/node"]);
    assert.match(tag, new RegExp(`^${readLock(root, "node").version}-[0-9a-f]{12}$`));
    cpSync(join(root, "bases", "node"), join(folder, "bases", "node"), { recursive: true });
    assert.equal(ownBase(folder, "node").tag, tag);
    writeFileSync(join(folder, "bases", "node", "passwd"), "root:x:0:0:root:/:/nothing\n");
    assert.notEqual(ownBase(folder, "node").tag, tag);
  });

  test("that is unknown is told with the cure", () => {
    assert.throws(
      () => ownBase(root, "python"),
      /bases\/python: must be a folder with a lock\.json.*; set `bases\.python`/,
    );
  });
});

test("a work folder goes with its task, and one of a killed process after a day", async () => {
  const parent = join(folder, "work");
  const [old, recent] = [join(parent, "work-old"), join(parent, "work-recent")];
  for (const path of [old, recent, join(parent, "kept")]) mkdirSync(path, { recursive: true });
  for (const path of [old, join(parent, "kept")]) utimesSync(path, 1, 1);
  const made = await inWorkFolder(parent, async (path) => {
    assert.ok(existsSync(path));
    return path;
  });
  assert.ok(!existsSync(made));
  const failing = inWorkFolder(parent, async () => {
    throw new Error("no");
  });
  await assert.rejects(failing, /^Error: no$/);
  assert.deepEqual(readdirSync(parent).sort(), ["kept", "work-recent"]);
});

test("the lock pins every package by content, for both architectures", () => {
  const { version, npm, debian, trees } = readLock(root, "node");
  for (const architecture of ["amd64", "arm64"] as const) {
    assert.equal(npm[architecture].version, version);
    assert.match(npm[architecture].integrity, /^sha512-/);
    for (const each of debian[architecture]) assert.match(each.sha256, /^[0-9a-f]{64}$/);
    assert.match(trees[architecture], /^[0-9a-f]{64}$/);
  }
});

test("users of the base: kpt's nobody, the images' own, no shell", () => {
  const lines = readFileSync(join(root, "bases", "node", "passwd"), "utf8")
    .trim()
    .split("\n");
  assert.deepEqual(
    lines.map((line) => line.split(":").slice(0, 3).join(":")),
    ["root:x:0", "nonroot:x:65532", "nobody:x:65534"],
  );
  assert.ok(lines.every((line) => line.endsWith("/sbin/nologin")));
});

describe("an ELF file", { skip: process.platform !== "linux" && "this machine has none" }, () => {
  const program = readFileSync(process.execPath);

  test("tells its loader and libraries", () => {
    assert.match(loaderPath(program) ?? "", /^\/lib.*\/ld-linux/);
    assert.ok(neededLibraries(program).includes("libc.so.6"));
  });

  test("runs without its symbols, and is smaller", () => {
    const cut = withoutSymbols(program);
    assert.ok(cut.length <= program.length);
    const file = join(folder, "node");
    writeFileSync(file, cut);
    chmodSync(file, 0o755);
    const { stdout } = spawnSync(file, ["-p", "6 * 7"], { encoding: "utf8" });
    assert.equal(stdout, "42\n");
    assert.deepEqual(neededLibraries(cut), neededLibraries(program));
  });

  test("is told from another file", () => {
    assert.throws(() => neededLibraries(Buffer.alloc(64)), /not an ELF file/);
  });
});

test("the build makes one index without attestations, of fixed times", () => {
  const line = buildArguments("krm-functions", "localhost:5001/bases/node:1", "/context").join(" ");
  assert.match(
    line,
    /^build --builder krm-functions --platform linux\/amd64,linux\/arm64 --provenance=false --sbom=false/,
  );
  assert.ok(line.includes("--build-arg SOURCE_DATE_EPOCH=0"));
  assert.ok(
    line.includes("type=registry,name=localhost:5001/bases/node:1,oci-mediatypes=true,compression=gzip"),
  );
});

test("an update tells what changed", () => {
  const before = readLock(root, "node");
  const [first, ...others] = before.debian.amd64;
  assert.ok(first);
  const newer = { ...first, version: "9.9" };
  const after = {
    ...before,
    debian: { ...before.debian, amd64: [newer, ...others] },
    trees: { ...before.trees, amd64: "0" },
  };
  assert.deepEqual(describeChanges(before, before), []);
  assert.deepEqual(describeChanges(before, after), [
    `amd64: ${first.name} ${first.version} -> 9.9`,
    "amd64: the files changed",
  ]);
});
