// Owns the tests of what a rebuild starts from: the commit that set a version, and the settings of its stack.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { load } from "js-yaml";
import { commitsOf, fileAt } from "../../../tools/verify/rebuild/commits.ts";
import { readMadeOf, rebuildSettings } from "../../../tools/verify/rebuild/settings.ts";
import type { Published } from "../../../verify/index.ts";

describe("the commit of a published function", () => {
  let root: string;
  const commits: Record<string, string> = {};
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], {
      cwd: root,
      encoding: "utf8",
    }).trim();
  const commit = (title: string, files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(root, path, ".."), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    git("add", "--all");
    git("commit", "--quiet", "--message", title);
    commits[title] = git("rev-parse", "HEAD");
  };
  const published = (name: string, version: string): Published => ({
    name,
    version,
    image: `localhost:1/${name}`,
    digest: "sha256:0",
    tags: [version],
  });

  before(() => {
    root = mkdtempSync(join(tmpdir(), "rebuild-"));
    git("init", "--quiet");
    const yaml = (version: string, description = "One.") =>
      `description: ${description}\nversion: ${version}\n`;
    commit("first", {
      "functions/one/function.yaml": yaml("v1.0.0"),
      "functions/two/function.yaml": yaml("v1.0.0"),
    });
    commit("more", { "functions/one/function.yaml": yaml("v1.0.0", "More.") });
    commit("second", { "functions/one/function.yaml": yaml('"v1.1.0" # next', "More.") });
    commit("broken", { "functions/one/function.yaml": "version: [\n" });
    commit("back", { "functions/one/function.yaml": yaml("v1.0.0", "More.") });
    commit("third", { "functions/one/function.yaml": yaml("v1.2.0", "More.") });
    commit("sources", { "functions/one/index.ts": "// later\n" });
  });
  after(() => rmSync(root, { recursive: true }));

  test("is the last one that set its version", async () => {
    const wanted = [
      published("one", "v1.1.0"),
      published("one", "v1.2.0"),
      published("one", "v1.0.0"),
      published("two", "v1.0.0"),
    ];
    const found = await commitsOf(root, wanted, false);
    const titles = found.map((hash) => Object.entries(commits).find(([, known]) => known === hash)?.[0]);
    assert.deepEqual(titles, ["second", "third", "back", "first"]);
    assert.match((await fileAt(root, found[0] ?? "", "functions/one/function.yaml")) ?? "", /v1\.1\.0/);
    assert.equal(await fileAt(root, found[0] ?? "", "functions/one/index.ts"), undefined);
  });

  test("must be there, for each of them", async () => {
    await assert.rejects(
      commitsOf(root, [published("one", "v9.0.0"), published("gone", "v1.0.0")], false),
      /functions\/gone\/function\.yaml: must have been given the version "v1\.0\.0".*\n.*functions\/one\/function\.yaml: .*"v9\.0\.0"/,
    );
  });

  test("is the last of all where the stack sets the version, and nothing may be uncommitted then", async () => {
    const fn = published("one", "dev");
    assert.deepEqual(await commitsOf(root, [fn], true), [commits.sources]);
    writeFileSync(join(root, "new.txt"), "text");
    await assert.rejects(
      commitsOf(root, [fn], true),
      /files: must be committed, .* but 1 are not; commit or stash/,
    );
    rmSync(join(root, "new.txt"));
  });

  test("cannot be told without a repository, or in one that has only the end of its history", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rebuild-"));
    try {
      await assert.rejects(
        commitsOf(folder, [published("one", "v1.0.0")], false),
        /git rev-parse: must succeed, but: fatal: not a git/,
      );
      execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${root}`, join(folder, "shallow")]);
      await assert.rejects(
        commitsOf(join(folder, "shallow"), [published("one", "v1.2.0")], false),
        /git: must have its whole history.*run `git fetch --unshallow`/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("the settings of a rebuild", () => {
  test("are the stack's version and bases, and otherwise build only", () => {
    const text = [
      "encryptionsalt: v1:salt",
      "config:",
      "  krm-functions:registry: artifact-registry",
      "  krm-functions:project: mine",
      "  krm-functions:version: dev",
      "  krm-functions:bases:",
      "    go: example.com/go@sha256:1",
      "",
    ].join("\n");
    const madeOf = readMadeOf(text, "krm-functions");
    assert.deepEqual(madeOf, { version: "dev", bases: { go: "example.com/go@sha256:1" } });
    const settings = rebuildSettings("krm-functions", {
      ...madeOf,
      imagePrefix: "example.com/team",
      names: ["one"],
    });
    assert.deepEqual(load(settings), {
      config: {
        "krm-functions:registry": "existing",
        "krm-functions:imagePrefix": "example.com/team",
        "krm-functions:builder": "local",
        "krm-functions:publish": "build",
        "krm-functions:only": ["one"],
        "krm-functions:bases": { go: "example.com/go@sha256:1" },
        "krm-functions:version": "dev",
      },
    });
  });

  test("may have bases as JSON text, an empty version, or be missing", () => {
    const text = "config: {krm-functions:version: '', krm-functions:bases: '{\"node\": \"n@sha256:1\"}'}";
    assert.deepEqual(readMadeOf(text, "krm-functions"), { bases: { node: "n@sha256:1" } });
    assert.deepEqual(readMadeOf(undefined, "krm-functions"), { bases: {} });
  });
});
