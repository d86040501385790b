// Owns the tests of .github/: that its workflows keep the rules, and that the rules notice where they do not.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { root } from "../../../tools/paths.ts";
import { breaches, unpinned } from "./rules.ts";

const folder = join(root, ".github", "workflows");
const names = readdirSync(folder);
const read = (name: string) => readFileSync(join(folder, name), "utf8");
const action = readFileSync(join(root, ".github", "actions", "set-up", "action.yaml"), "utf8");
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object };
const npmScripts = Object.keys(scripts);

describe("the workflows", () => {
  test("are there", () => assert.deepEqual(names.sort(), ["deploy.yaml", "drift.yaml", "pull-request.yaml"]));

  for (const name of names)
    test(`${name} keeps the rules`, () => assert.deepEqual(breaches(read(name), npmScripts), []));

  test("use one version of an action, pinned, in the repository's own action too", () => {
    assert.deepEqual(unpinned(action), []);
    const pins = [action, ...names.map(read)].flatMap((text) => text.match(/\S+@[0-9a-f]{40} # \S+/g) ?? []);
    assert.ok(pins.length > 10);
    const actions = new Set(pins.map((pin) => pin.split("@")[0]));
    assert.equal(new Set(pins).size, actions.size, [...new Set(pins)].sort().join("\n"));
  });

  test("of a pull request give a token of the cloud to no fork, and write a comment where none of its code runs", () => {
    const text = read("pull-request.yaml");
    assert.equal(text.match(/id-token: write/g)?.length, 1);
    assert.equal(text.match(/pull-requests: write/g)?.length, 1);
  });
});

describe("the rules", () => {
  const cases: readonly [string, string, string | RegExp, string, string][] = [
    ["a tag", "deploy.yaml", /@[0-9a-f]{40} # v7.0.1/, "@v7", "is not pinned: - uses: actions/checkout@v7"],
    [
      "no version",
      "deploy.yaml",
      " # v7.0.1",
      "",
      "is not pinned: - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1",
    ],
    [
      "a fork's event with a token",
      "pull-request.yaml",
      "pull_request:",
      "pull_request_target:",
      "is started by pull_request_target",
    ],
    [
      "permissions for all",
      "drift.yaml",
      "permissions: {}",
      "permissions: {contents: read}",
      "grants permissions to every job",
    ],
    [
      "a missing block of permissions",
      "drift.yaml",
      "permissions: {}\n",
      "",
      "grants permissions to every job",
    ],
    [
      "a broad permission",
      "deploy.yaml",
      "contents: read",
      "contents: write",
      "deploy: is granted contents: write",
    ],
    [
      "a fork",
      "pull-request.yaml",
      "&& github.event.pull_request.head.repo.full_name == github.repository",
      "",
      "preview: gets a token of the cloud without github.event",
    ],
    [
      "another branch",
      "deploy.yaml",
      " && github.ref == 'refs/heads/main'",
      "",
      "deploy: gets a token of the cloud without github.ref",
    ],
    [
      "comments beside code",
      "pull-request.yaml",
      "      id-token: write",
      "      id-token: write\n      pull-requests: write",
      "preview: may write on GitHub where",
    ],
    [
      "two deployments",
      "deploy.yaml",
      "cancel-in-progress: false",
      "cancel-in-progress: true",
      "a deployment may be cancelled",
    ],
    ["no concurrency", "drift.yaml", /concurrency:\n.*\n.*\n/, "", "may run twice at once"],
    [
      "an injection",
      "deploy.yaml",
      "npm run verify",
      "echo ${{ github.event.head_commit.message }}; npm run verify",
      "deploy: has an expression in a script",
    ],
    ["a lost command", "deploy.yaml", "npm run verify", "npm run verfy", "deploy: runs npm's verfy"],
    [
      "a kept token",
      "deploy.yaml",
      "persist-credentials: false",
      "persist-credentials: true",
      "deploy: keeps its token",
    ],
    ["no time-out", "drift.yaml", "    timeout-minutes: 60\n", "", "check: has no time-out"],
    ["no pipefail", "drift.yaml", "shell: bash", "shell: sh", "has scripts without pipefail"],
  ];
  for (const [what, name, from, to, expected] of cases)
    test(`notice ${what}`, () => {
      const text = read(name);
      const changed = text.replace(from, () => to);
      assert.notEqual(changed, text);
      const found = breaches(changed, npmScripts);
      assert.ok(
        found.some((breach) => breach.startsWith(expected)),
        found.join("\n"),
      );
    });
});
