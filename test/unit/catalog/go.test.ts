// Owns the tests of functions in Go: compiled for both platforms, the same everywhere, and only when something changed.
import assert from "node:assert/strict";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { hostArchitecture } from "../../../catalog/context/go/compile.ts";
import { licenceOf } from "../../../catalog/context/go/licences.ts";
import { casesOf, loadFunctions, Problems, readCatalog, writeContexts } from "../../../catalog/index.ts";
import {
  type Files,
  functionFiles,
  functionSource,
  makeBundledProject,
  repository,
  writeFiles,
} from "./tree.ts";

const pinned = /^toolchain go(.+)$/m.exec(
  readFileSync(join(repository, "functions/starlark/go.mod"), "utf8"),
)?.[1];
const goMod = `module gopher\n\ngo 1.21\n\ntoolchain go${pinned}\n`;
const program = [
  "package main",
  'import ("io"; "os")',
  "var function string",
  "func main() {",
  "  if len(os.Args) > 1 { os.Stdout.WriteString(function); return }",
  "  io.Copy(os.Stdout, os.Stdin)",
  "}",
  "",
].join("\n");
const gopher: Files = {
  ...functionFiles("gopher"),
  "functions/gopher/index.ts": null,
  "functions/gopher/function.yaml": "description: It's Go's.\nversion: v1.2.3\n",
  "functions/gopher/Dockerfile":
    'FROM scratch AS function\nARG TARGETARCH\nCOPY app/bin/${TARGETARCH}/function /f\nUSER 65532\nENTRYPOINT ["/f"]\n',
  "functions/gopher/go.mod": goMod,
  "functions/gopher/main.go": program,
  "functions/gopher/passwd": "nobody:x:65534:65534:nobody:/:/\n",
};
const withoutGo: NodeJS.ProcessEnv = { ...process.env, PATH: "/nonexistent" };

async function write(root: string, env = process.env) {
  return writeContexts(root, await readCatalog(root), ".cache/contexts", { env });
}

/** The messages of the problems that `attempt` ends in, by path. */
async function problemsOf(attempt: Promise<unknown>): Promise<readonly string[]> {
  const error = await attempt.then(
    () => assert.fail("must be refused"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Problems, String(error));
  return error.problems.map(({ path, must, cure }) => `${path}: ${must}; ${cure}`);
}

/** An environment whose `go` says `text` and fails. */
function fakeGo(root: string, text: string): NodeJS.ProcessEnv {
  const folder = join(root, "bin");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "go"), `#!/bin/sh\necho '${text}' >&2\nexit 1\n`);
  chmodSync(join(folder, "go"), 0o755);
  return { ...process.env, PATH: `${folder}:/usr/bin:/bin` };
}

describe("a function in Go", () => {
  const root = makeBundledProject(gopher);
  const app = join(root, ".cache/contexts/gopher/app");
  const kept = join(root, ".cache/go");
  let first: Awaited<ReturnType<typeof write>>;
  before(async () => {
    first = await write(root);
  });
  const again = async (env = process.env) => {
    const contexts = await write(root, env);
    assert.deepEqual(
      contexts.map(({ appDigest }) => appDigest),
      first.map(({ appDigest }) => appDigest),
    );
  };

  test("has a program for each platform, licences, and no sources in its context", () => {
    assert.deepEqual((readdirSync(app, { recursive: true }) as string[]).sort(), [
      "LICENSES",
      "bin",
      "bin/amd64",
      "bin/amd64/function",
      "bin/arm64",
      "bin/arm64/function",
      "passwd",
    ]);
    for (const [architecture, machine] of Object.entries({ amd64: 62, arm64: 183 })) {
      const file = join(app, "bin", architecture, "function");
      assert.equal(readFileSync(file).readUInt16LE(18), machine);
      assert.equal(statSync(file).mode & 0o777, 0o755);
    }
    assert.match(readFileSync(join(app, "LICENSES"), "utf8"), /The Go standard library .*: BSD-3-Clause/);
    assert.equal(first.find(({ name }) => name === "gopher")?.licences, "Apache-2.0 AND BSD-3-Clause");
  });

  test("is not compiled again, so `go` need not even be there", () => again(withoutGo));

  test("is not compiled again for a README, a case or a test", async () => {
    writeFiles(root, {
      "functions/gopher/README.md": "# other\n",
      "functions/gopher/main_test.go": "package main\n",
      "functions/gopher/testdata/a": "a\n",
    });
    await again(withoutGo);
  });

  test("is compiled again where what is kept is broken or half made", async () => {
    mkdirSync(join(kept, ".999999999-0-gopher"));
    const [entry = ""] = readdirSync(kept).filter((name) => name.startsWith("gopher-"));
    truncateSync(join(kept, entry, "arm64"), 1000);
    await again();
    assert.deepEqual(readdirSync(kept), [entry]);
  });

  test("comes out the same in another folder, by two runs at once", async () => {
    const other = makeBundledProject(gopher);
    const two = await Promise.all([write(other), write(other)]);
    for (const contexts of two)
      assert.deepEqual(
        contexts.map(({ appDigest }) => appDigest),
        first.map(({ appDigest }) => appDigest),
      );
    assert.equal(readdirSync(join(other, ".cache/go")).length, 1);
  });

  test("runs its cases here, and knows what function.yaml declares", async () => {
    assert.ok(hostArchitecture(), "these tests run on Linux");
    const functions = (await readCatalog(root)).filter(({ name }) => name === "gopher");
    const cases = casesOf(await loadFunctions(root, functions));
    assert.equal(cases.length, 1);
    assert.equal(await cases[0]?.run(), undefined);
    const [entry = ""] = readdirSync(kept);
    assert.match(
      readFileSync(join(kept, entry, "amd64"), "latin1"),
      /"description":"It\\u0027s Go\\u0027s\."/,
    );
  });

  test("without Go: the function, the cure, and all other problems with it", async () => {
    const changed = makeBundledProject({
      ...gopher,
      "functions/good/index.ts": functionSource("const = 1;"),
    });
    const problems = await problemsOf(write(changed, withoutGo));
    assert.equal(problems.length, 2);
    assert.match(problems.join("\n"), /functions\/good\/index\.ts:\d+:\d+: must compile/);
    assert.match(
      problems.join("\n"),
      /functions\/gopher: "go" must be installed.*install Go 1\.21 or newer.*or leave "gopher" out.*`krm-functions:only`/,
    );
  });

  test("every line that does not compile", async () => {
    const bad = program.replace("io.Copy", "io.Kopy").replace("len(", "lenn(");
    const problems = await problemsOf(
      write(makeBundledProject({ ...gopher, "functions/gopher/main.go": bad })),
    );
    assert.deepEqual(
      problems.map((problem) => problem.split(" ")[0]),
      ["functions/gopher/main.go:5:6:", "functions/gopher/main.go:6:6:"],
    );
  });

  const refused: Readonly<Record<string, readonly [Files, RegExp]>> = {
    "a go.mod that pins no toolchain": [
      { "functions/gopher/go.mod": "module gopher\n\ngo 1.21\n" },
      /functions\/gopher\/go\.mod: must pin the Go that compiles it.*not "1\.21".*toolchain go1/,
    ],
    "a package that is no program": [
      { "functions/gopher/main.go": "package other\n" },
      /functions\/gopher: must be a program.*not "other"/,
    ],
    "a module that go.mod does not name": [
      { "functions/gopher/more.go": 'package main\nimport _ "example.com/missing"\n' },
      /functions\/gopher\/go\.mod: go\.mod and go\.sum must name every module.*go mod tidy/,
    ],
  };
  for (const [what, [files, message]] of Object.entries(refused)) {
    test(what, async () => {
      const problems = await problemsOf(write(makeBundledProject({ ...gopher, ...files })));
      assert.match(problems.join("\n"), message);
    });
  }

  const said: Readonly<Record<string, readonly [string, RegExp]>> = {
    "an old Go": [
      "go: errors parsing go.mod:\ngo.mod:5: unknown directive: toolchain",
      /functions\/gopher\/go\.mod: the installed Go must be 1\.21 or newer/,
    ],
    "a toolchain that cannot be had": [
      `go: download go${pinned} for linux/amd64: toolchain not available`,
      /functions\/gopher\/go\.mod: Go 1\.\d+\.\d+, which its `toolchain` pins, must be installed or in the module proxy/,
    ],
    "a proxy that cannot be reached": [
      "go: example.com/a@v1.0.0: Get proxy: dial tcp: lookup proxy: no such host",
      /functions\/gopher\/go\.mod: the module proxy \(GOPROXY\) must give every module/,
    ],
    "a full disk": [
      "write /tmp/x: no space left on device",
      /functions\/gopher: the disk must have room for Go's caches/,
    ],
    "something else": [
      "something else",
      /functions\/gopher: must compile, but `go` ended with exit 1: something else/,
    ],
  };
  for (const [what, [text, message]] of Object.entries(said)) {
    test(`${what} has its cure`, async () => {
      const project = makeBundledProject(gopher);
      assert.match((await problemsOf(write(project, fakeGo(project, text)))).join("\n"), message);
    });
  }

  test("files in the place of what is compiled are refused", async () => {
    const files = { "functions/gopher/bin/tool": "#!/bin/sh\n", "functions/gopher/LICENSES": "mine\n" };
    const problems = await problemsOf(readCatalog(makeBundledProject({ ...gopher, ...files })));
    assert.deepEqual(
      problems.map((problem) => problem.split(" must")[0]),
      ["functions/gopher/LICENSES:", "functions/gopher/bin:"],
    );
  });

  test("without a Dockerfile is refused before anything is compiled", async () => {
    const problems = await problemsOf(
      readCatalog(makeBundledProject({ ...gopher, "functions/gopher/Dockerfile": null })),
    );
    assert.match(
      problems.join("\n"),
      /functions\/gopher\/Dockerfile: must exist: it says how the program of a function in Go/,
    );
  });
});

test("licences are told from their text", () => {
  const bsd = "Redistribution and use in source and binary forms, with or without modification";
  assert.equal(licenceOf("Apache License\n  Version 2.0, January 2004"), "Apache-2.0");
  assert.equal(licenceOf("Permission is hereby granted,\nfree of charge, to any person"), "MIT");
  assert.equal(licenceOf(bsd), "BSD-2-Clause");
  assert.equal(
    licenceOf(`${bsd}\nNeither the name ... be used to endorse or promote products`),
    "BSD-3-Clause",
  );
  assert.equal(licenceOf("Mozilla Public License Version 2.0"), "MPL-2.0");
  assert.equal(
    licenceOf(
      "covered by MIT: Permission is hereby granted, free of charge ... Licensed under the Apache License",
    ),
    "Apache-2.0 AND MIT",
  );
  assert.equal(licenceOf("All rights reserved."), undefined);
});
