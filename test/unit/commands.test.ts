// Tests of the commands' own parts: settings, the shell's exports, the table, which tests run.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { Problems } from "../../catalog/problems.ts";
import { describe as describeError } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";
import { formatSize, renderTable } from "../../tools/report/table.ts";
import { tryLine } from "../../tools/report/try-line.ts";
import { readToolSettings } from "../../tools/settings.ts";
import { exportLines } from "../../tools/shell.ts";
import { findTests } from "../../tools/tests/find.ts";

const folder = mkdtempSync(join(tmpdir(), "commands-"));
after(() => rmSync(folder, { recursive: true }));

function settings(own: string) {
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    "name: krm-functions\nconfig:\n  imagePrefix: {type: string, default: localhost:5001}\n",
  );
  writeFileSync(join(folder, "Pulumi.dev.yaml"), own);
  return readToolSettings(folder, "dev");
}

describe("the settings", () => {
  test("of an empty stack are the project's defaults", () => {
    const expected = {
      imagePrefix: "localhost:5001",
      registryPort: 5001,
      localBuilder: true,
      onGcp: false,
      foreignBases: [],
      localServices: "auto",
    };
    assert.deepEqual(settings(""), expected);
  });

  test("of a stack win", () => {
    const own = settings(
      "config:\n  krm-functions:imagePrefix: 127.0.0.1:5055/team\n  krm-functions:bases: {node: x@sha256:0}\n  krm-functions:localServices: docker\n",
    );
    assert.equal(own.registryPort, 5055);
    assert.deepEqual(own.foreignBases, ["node"]);
    assert.equal(own.localServices, "docker");
  });

  test("of bases are understood as `pulumi config set` writes them", () => {
    assert.deepEqual(settings(`config:\n  krm-functions:bases: '{"node":"x@sha256:0"}'\n`).foreignBases, [
      "node",
    ]);
    assert.deepEqual(settings("config:\n  krm-functions:bases: node\n").foreignBases, []);
  });

  test("of a stack with another registry need no port", () => {
    const own = settings(
      "config:\n  krm-functions:registry: existing\n  krm-functions:imagePrefix: example.test/fn\n",
    );
    assert.equal(own.registryPort, undefined);
  });

  for (const [own, message] of [
    [
      "config:\n  krm-functions:imagePrefix: localhost\n",
      /Pulumi\.dev\.yaml: krm-functions:imagePrefix: must start with localhost:PORT .* not with "localhost"; run `npm run pulumi -- config set imagePrefix localhost:5001/,
    ],
    ["config:\n  krm-functions:imagePrefix: localhost:99999\n", /must start with localhost:PORT/],
    [
      "config:\n  krm-functions:localServices: podman\n",
      /localServices: must be one of auto, docker, processes, not "podman"/,
    ],
    ["config: [\n", /Pulumi\.dev\.yaml:\d+: must be YAML/],
  ] as const) {
    test(`${JSON.stringify(own)} is refused`, () => assert.throws(() => settings(own), message));
  }
});

describe("the shell's exports", () => {
  test("survive a shell, whatever is in them", () => {
    const value = `/it's a "path"/$HOME/\`x\`\\ and\nmore`;
    const text = exportLines({ PULUMI_BACKEND_URL: value, EMPTY: "" }, "");
    const read = execFileSync("sh", ["-c", `${text}printf '%s|%s' "$PULUMI_BACKEND_URL" "\${EMPTY-unset}"`], {
      encoding: "utf8",
    });
    assert.equal(read, `${value}|`);
  });

  test("put only the added folders in front of PATH", () => {
    assert.equal(
      exportLines({ PATH: "/tools/a:/usr/bin:/bin" }, "/usr/bin:/bin"),
      `export PATH=/tools/a:"$PATH"\n`,
    );
    assert.equal(exportLines({ PATH: "/usr/bin:/bin" }, "/usr/bin:/bin"), "");
  });
});

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const output = (name: string, digit: string) => ({
  name,
  version: "dev",
  ref: `localhost:5001/${name}@${digest(digit)}`,
  tags: [`localhost:5001/${name}:dev`],
  platforms: { "linux/amd64": { size: 43_484_218 }, "linux/arm64": { size: 999_949 } },
});

describe("the table", () => {
  test("tells what is new, changed, unchanged and removed", () => {
    const before = { functions: { a: output("a", "1"), b: output("b", "2"), gone: output("gone", "3") } };
    const after = { functions: { fresh: output("fresh", "4"), b: output("b", "5"), a: output("a", "1") } };
    assert.equal(
      renderTable(before, after),
      [
        "function  version  tags  digest               linux/amd64  linux/arm64  changed",
        "a         dev      dev   sha256:111111111111  43.5 MB      999.9 kB     unchanged",
        "b         dev      dev   sha256:555555555555  43.5 MB      999.9 kB     changed",
        "fresh     dev      dev   sha256:444444444444  43.5 MB      999.9 kB     new",
        "gone      dev      dev   sha256:333333333333  43.5 MB      999.9 kB     removed (still published)",
        "",
      ].join("\n"),
    );
  });

  test("has a dash for a size that is not known", () => assert.equal(formatSize(undefined), "-"));

  test("is followed by a line that runs a function on the first of its cases with resources", () => {
    const cases = join(folder, "functions", "a", "cases");
    for (const [name, text] of [
      ["a-empty", ""],
      ["b-whole", "kind: ConfigMap\n"],
    ] as const) {
      mkdirSync(join(cases, name), { recursive: true });
      writeFileSync(join(cases, name, "input.yaml"), text);
    }
    const line = tryLine(folder, { functions: { a: output("a", "1") } }) ?? "";
    assert.match(line, / localhost:5001\/a:dev < \.cache\/try\/a\.yaml$/);
    const input = readFileSync(join(folder, ".cache", "try", "a.yaml"), "utf8");
    assert.match(input, /kind: ResourceList\nitems:\n- kind: ConfigMap\n/);
    const without = tryLine(folder, { functions: { b: output("b", "1") } });
    assert.match(without ?? "", / localhost:5001\/b:dev --help$/);
    assert.equal(tryLine(folder, { functions: {} }), undefined);
  });
});

describe("a command", () => {
  test("that is unknown is told with those that are known", () => {
    const { status, stderr } = spawnSync(process.execPath, [join(root, "tools", "run.mjs"), "strat"], {
      encoding: "utf8",
    });
    assert.equal(status, 1);
    assert.match(stderr, /^"strat" is no command; known are:\n.*node tools\/run\.mjs start --help/s);
  });

  test("that fails tells problems without a stack, bugs with one, full disks with the cure", () => {
    const problems = new Problems("Not so:", [{ path: "a", must: "be b" }]);
    assert.equal(describeError(problems, "start"), "Not so:\n  a: be b");
    assert.match(describeError(new Error("bug"), "start"), /^Error: bug\n {4}at /);
    const full = Object.assign(new Error("ENOSPC: no space left"), { code: "ENOSPC", path: "/x" });
    assert.match(describeError(full, "start"), /^\/x: the disk must have space left; free some.*ENOSPC/);
    const refused = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES", path: "/x" });
    assert.match(describeError(refused, "start"), /^\/x: must be accessible to this user; give it.*EACCES/);
  });
});

describe("the tests of a run", () => {
  test("are those that the words name", () => {
    const unit = findTests(root, ["unit"]);
    assert.ok(unit.includes("test/unit/commands.test.ts"));
    assert.ok(unit.every((file) => file.startsWith("test/unit/")));
    assert.deepEqual(findTests(root, ["test/unit/commands.test.ts"]), ["test/unit/commands.test.ts"]);
    assert.throws(
      () => findTests(root, ["nothing-like-it"]),
      /"nothing-like-it": must be part of a test file's path/,
    );
  });
});
