// Owns the tests of the check as the processes that it is: the runner, the entrypoint, and what goes wrong with them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { reproducible } from "../../../catalog/check/compiled.ts";
import { runProgram } from "../../../catalog/check/program.ts";
import { readCatalog, writeContexts } from "../../../catalog/index.ts";
import {
  type Files,
  functionSource,
  makeBundledProject,
  makeExecutable,
  makeProject,
  writeFiles,
} from "./tree.ts";

const app = ".cache/contexts/good/app";
const compiled = "function.code";

describe("the check of a bundle", () => {
  let root = "";
  before(async () => {
    root = await prepare({});
  });

  test("passes, and says on which platform", () => {
    const { status, stdout, stderr } = check(root);
    assert.deepEqual(
      { status, stdout, stderr },
      { status: 0, stdout: "1 case passed on linux/arm64, each twice\n", stderr: "" },
    );
  });

  test("needs nothing of the image but Node.js and the mounted files", () => {
    const text = readFileSync(join(root, ".cache/contexts/good/check/run.cjs"), "utf8");
    const modules = new Set([...text.matchAll(/require\("([^"]+)"\)/g)].map((match) => match[1]));
    assert.deepEqual([...modules].sort(), ["node:child_process", "node:fs", "node:path", "node:v8"]);
  });

  test("fails with a failing case", async () => {
    const failing = await prepare({ "functions/good/cases/basic/expected.yaml": "a: 1\n" });
    const { status, stdout, stderr } = check(failing);
    assert.deepEqual({ status, stdout }, { status: 1, stdout: "" });
    assert.match(
      stderr,
      /^functions\/good\/cases\/basic\/expected.yaml \(linux\/arm64\): the output must be as expected\n {2}---/,
    );
    assert.match(stderr, /\n\n1 of 1 case failed on linux\/arm64: basic\n$/);
    assert.ok(
      !existsSync(join(failing, compiled)),
      "nothing is compiled for an image that there will not be",
    );
  });

  const entrypoints: Readonly<Record<string, readonly [program: string, message: RegExp]>> = {
    "writes something else": [
      "process.stdout.write('kind: ResourceList\\n')",
      /^functions\/good \(linux\/arm64\): the entrypoint \["node","[^"]+"\] must write what the bundle gives for case "basic"\n {2}--- expected\n/,
    ],
    "ends with another exit code": [
      "console.error('wrong'); process.exitCode = 3",
      /the exit code of the entrypoint \["node","[^"]+"\] must be "0" for case "basic", not "3"\n {2}wrong\n\n1 case ran, but the image failed\n$/,
    ],
  };
  for (const [title, [program, message]] of Object.entries(entrypoints)) {
    test(`fails where the entrypoint ${title}`, async () => {
      const failing = await prepare({ "other.cjs": program });
      const { status, stderr } = check(failing, ["node", join(failing, "other.cjs")]);
      assert.equal(status, 1);
      assert.match(stderr, message);
    });
  }

  test("fails where the entrypoint cannot be started", async () => {
    const { status, stderr } = check(await prepare({}), ["no-such-program"]);
    assert.equal(status, 1);
    assert.match(
      stderr,
      /the entrypoint \["no-such-program"\] must run\n {2}the program "no-such-program" must be in one of/,
    );
  });
});

describe("the program that ships", () => {
  const list = (resource: string) =>
    `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- ${resource}\n`;
  const usual = list("apiVersion: v1\n  kind: Service");
  const unusual = list("apiVersion: &version v1\n  kind: Service\n  copy: *version");
  const start = (root: string, input: string, file = "start.cjs") =>
    spawnSync(process.execPath, [join(root, app, file)], { encoding: "utf8", input });
  /** Moves the compiled code to where an image has it, beside a text of the same length that does nothing. */
  const keepCodeAlone = (root: string) => {
    assert.equal(check(root).status, 0);
    const { size } = statSync(join(root, app, "function.cjs"));
    renameSync(join(root, compiled), join(root, app, "function.code"));
    writeFiles(root, { [`${app}/function.cjs`]: " ".repeat(size) });
  };

  for (const file of ["start.cjs", "function.cjs"]) {
    test(`reads YAML of every kind, and passes it on as it is, by ${file}`, async () => {
      const root = await prepare({});
      for (const input of [usual, unusual]) {
        const { status, stdout, stderr } = start(root, input, file);
        assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: input, stderr: "" });
      }
    });
  }

  test("runs from V8's compiled code where that is beside it", async () => {
    const root = await prepare({});
    keepCodeAlone(root);
    for (const input of [usual, unusual]) assert.equal(start(root, input).stdout, input);
  });

  test("runs from its text where V8 refuses the code", async () => {
    const root = await prepare({});
    keepCodeAlone(root);
    const other = ["--max-inlined-bytecode-size-cumulative=7", join(root, app, "start.cjs")];
    assert.notEqual(spawnSync(process.execPath, other, { input: usual }).status, 0, "it does nothing");
    writeFiles(root, { [`${app}/function.cjs`]: null });
    await writeContexts(root, await readCatalog(root), ".cache/contexts");
    writeFiles(root, { [`${app}/function.code`]: "no code" });
    assert.equal(start(root, usual).stdout, usual);
  });

  test("is compiled to the same bytes in every folder, with the mode that every user can read", async () => {
    const umask = process.umask(0o077);
    const codes = await Promise.all(
      ["linux/arm64", "linux/amd64"].map(async (platform) => {
        const root = await prepare({});
        assert.equal(check(root, undefined, platform).status, 0);
        assert.equal(statSync(join(root, compiled)).mode & 0o777, 0o644);
        return readFileSync(join(root, compiled));
      }),
    ).finally(() => process.umask(umask));
    assert.deepEqual(codes[0], codes[1]);
  });

  test("loads the YAML parser only for what the quick reader leaves to it", async () => {
    const root = await prepare({});
    writeFiles(root, { [`${app}/js-yaml.cjs`]: 'throw new Error("loaded");\n' });
    assert.equal(start(root, usual).stdout, usual);
    assert.match(start(root, unusual).stderr, /Error: loaded/);
  });

  test("ends when its output is written, whatever it has left running", async () => {
    const root = await prepare({
      "functions/good/index.ts": functionSource(
        "export default (list: ResourceList) => {\n  setInterval(pass, 60_000, list);\n};",
      ),
    });
    assert.equal(start(root, usual).stdout, usual);
  });
});

describe("the check of a program of its own", () => {
  test("starts it for each case", async () => {
    const recipe =
      'FROM ${NODE_BASE} AS function\nCOPY app/ /app/\nUSER 65532\nENTRYPOINT ["node", "/app/pass.cjs"]\n';
    const root = await prepare({
      "functions/good/Dockerfile": recipe,
      "functions/good/pass.cjs": "process.stdin.pipe(process.stdout);\n",
    });
    const program = join(root, app, "pass.cjs");
    assert.equal(check(root, ["node", program]).stdout, "1 case passed on linux/arm64, each twice\n");
    assert.match(
      check(root, ["node", "-e", "process.exitCode = 9"]).stderr,
      /the exit code must be "0", not "9"/,
    );
  });
});

describe("a program", () => {
  test("is looked for below its root and gets its arguments and input", async () => {
    const root = makeProject({ "bin/shout": '#!/bin/sh\necho "$1"; tr a-z A-Z; echo done >&2; exit 4\n' });
    makeExecutable(root, "bin/shout");
    const outcome = await runProgram({ command: ["shout", "it"], root, path: "/none:/bin" }, "abc");
    assert.deepEqual(outcome, { output: "it\nABC", stderr: "done\n", exitCode: 4 });
  });

  test("gets long input, and may leave it unread", async () => {
    const long = "x".repeat(3_000_000);
    assert.equal((await runProgram({ command: ["cat"] }, long)).output.length, long.length);
    assert.equal((await runProgram({ command: ["false"] }, long)).exitCode, 1);
  });

  test("is ended when it takes too long", async () => {
    await assert.rejects(
      runProgram({ command: ["sleep", "60"], timeout: 50 }, ""),
      /not by the signal "SIGKILL"/,
    );
  });

  test("that is missing, or is none, is told", async () => {
    await assert.rejects(runProgram({ command: ["/no/such"] }, ""), /cannot start: spawn \/no\/such ENOENT/);
    const root = makeProject({ text: "no program" });
    chmodSync(join(root, "text"), 0o644);
    await assert.rejects(runProgram({ command: ["/text"], root }, ""), /cannot start: .*EACCES/);
  });
});

/** A project with its contexts written. */
async function prepare(files: Files): Promise<string> {
  const root = makeBundledProject(files);
  await writeContexts(root, await readCatalog(root), ".cache/contexts");
  return root;
}

/** Runs the written check as a build would, but with the entrypoint where it is here. */
function check(
  root: string,
  entrypoint: readonly string[] = ["node", join(root, app, "start.cjs")],
  platform = "linux/arm64",
) {
  const folder = join(root, ".cache/contexts/good/check");
  const plan = JSON.parse(readFileSync(join(folder, "plan.json"), "utf8"));
  writeFiles(root, { ".cache/contexts/good/check/plan.json": JSON.stringify({ ...plan, entrypoint }) });
  const args = [...reproducible, join(folder, "run.cjs"), folder, join(root, app), join(root, compiled)];
  return spawnSync(process.execPath, args, {
    encoding: "utf8",
    env: { PATH: process.env.PATH, TARGETPLATFORM: platform },
  });
}
