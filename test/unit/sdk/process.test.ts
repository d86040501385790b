// A function as a process: pipes, help and arguments.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const LIST = `apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: a # the name
`;

describe("as a process", () => {
  const script = fileURLToPath(new URL("process-fixture.ts", import.meta.url));
  const start = (args: readonly string[], input: string | Buffer) =>
    spawnSync(process.execPath, ["--import", "tsx", script, ...args], {
      input,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });

  test("reads and writes large lists through pipes", () => {
    const item = LIST.slice(LIST.indexOf("- "));
    const input = LIST + item.repeat(20_000);
    const { stdout, stderr, status } = start([], input);
    assert.equal(stderr, "");
    assert.equal(status, 0);
    assert.equal(stdout, input.replaceAll("name: a #", "name: b #"));
  });

  test("bytes that are no UTF-8 are refused, since they would come out as other ones", () => {
    const input = Buffer.concat([Buffer.from(`${LIST}    x: "`), Buffer.from([0xe9]), Buffer.from('"\n')]);
    const { stdout, stderr, status } = start([], input);
    assert.equal(
      stderr,
      "set-name: standard input (line 8): must be UTF-8 text; save the file that it comes from as UTF-8\n",
    );
    assert.deepEqual([stdout, status], ["", 1]);
  });

  test("a reader that goes away is no crash", () => {
    const shell = `"$0" --import tsx "$1" | head -c 10`;
    const big = LIST + LIST.slice(LIST.indexOf("- ")).repeat(20_000);
    const { stdout, stderr } = spawnSync("sh", ["-c", shell, process.execPath, script], {
      input: big,
      encoding: "utf8",
    });
    assert.equal(stderr, "");
    assert.equal(stdout, LIST.slice(0, 10));
  });

  test("--help prints the function's own docs", () => {
    const { stdout, status } = start(["--help"], "");
    assert.equal(status, 0);
    assert.match(stdout, /^set-name v1\nSets the name\.\n/);
    assert.match(stdout, / {2}v1, Kind=ConfigMap {2}what for\n/);
    assert.match(stdout, /kpt fn eval PACKAGE --image REGISTRY\/set-name:v1 -- KEY=VALUE/);
  });

  test("another argument is an error", () => {
    const { stderr, status } = start(["--hlep"], "");
    assert.equal(status, 1);
    assert.match(stderr, /^set-name: takes no argument "--hlep"/);
  });
});
