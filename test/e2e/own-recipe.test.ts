// Owns the end-to-end test of a function with a recipe of its own, in an image without Node.js: a static program per platform.
import assert from "node:assert/strict";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Apt } from "../../bases/apt.ts";
import { copyProject, finish, freePort, type Project } from "./project.ts";
import { readIndex, tagDigest } from "./registry.ts";

const repository = join(import.meta.dirname, "..", "..");
const resource = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web # stays\n";
const recipe = [
  "FROM scratch AS function",
  "ARG TARGETARCH",
  "COPY --link app/bin/${TARGETARCH}/busybox /busybox",
  "COPY --link app/passwd /etc/passwd",
  "USER 65532",
  'ENTRYPOINT ["/busybox", "cat"]',
  "",
].join("\n");

describe("a function with a recipe of its own", () => {
  let project: Project;
  before(async () => {
    project = await copyProject({ port: await freePort() });
    const functions = join(project.root, "functions");
    project.removeFunctions();
    mkdirSync(join(functions, "identity", "cases", "basic"), { recursive: true });
    for (const architecture of ["amd64", "arm64"]) {
      await addBusybox(architecture, join(functions, "identity", "bin", architecture));
    }
    const files = {
      "function.yaml": "description: Passes every resource on.\nversion: v0.1.0\n",
      "README.md": "# identity\n",
      passwd: "nobody:x:65534:65534:nobody:/:/\n",
      Dockerfile: recipe,
      "cases/basic/input.yaml": resource,
      "cases/basic/expected.yaml": resource,
    };
    for (const [path, text] of Object.entries(files)) project.write(`functions/identity/${path}`, text);
  });
  after(() => project.remove());

  test("is checked through its program on both platforms, and published without Node.js", async () => {
    const { code, output } = await project.npm("start");
    assert.equal(code, 0, output);
    const images = await readIndex(project.registry, "identity", "dev");
    assert.deepEqual(images.map(({ platform }) => platform).sort(), ["linux/amd64", "linux/arm64"]);
    for (const { layers, config } of images) {
      assert.equal(layers.length, 3);
      assert.ok(layers.every(({ size }) => size < 3 << 20));
      assert.deepEqual(config.config.Entrypoint, ["/busybox", "cat"]);
    }
  });

  test("an image that kpt cannot start as nobody is not published", async () => {
    const published = await tagDigest(project.registry, "identity", "dev");
    const lost = (text: string) => text.replace(/^COPY .*passwd\n/m, "");
    await project.edited({ "functions/identity/Dockerfile": lost }, async () => {
      const { code, output } = await project.npm("start");
      assert.notEqual(code, 0);
      assert.match(output, /functions\/identity \(linux\/a\w+64\): the image must have a user "nobody"/);
    });
    assert.equal(await tagDigest(project.registry, "identity", "dev"), published);
  });

  test("a case that fails stops `up`, and no tag moves", async () => {
    const published = await tagDigest(project.registry, "identity", "dev");
    project.write("functions/identity/cases/basic/expected.yaml", resource.replace("web", "other"));
    const { code, output } = await project.npm("start");
    assert.notEqual(code, 0);
    assert.match(
      output,
      /identity: its build failed:\n\s+functions\/identity\/cases\/basic\/expected\.yaml \(linux\/a\w+64\)/,
    );
    assert.equal(await tagDigest(project.registry, "identity", "dev"), published);
  });

  test("a function in Go, where there is no Go: named with its cures, of which leaving it out is one", async () => {
    cpSync(join(repository, "functions", "starlark"), join(project.root, "functions", "starlark"), {
      recursive: true,
    });
    const folder = mkdtempSync(join(tmpdir(), "krm-functions-path-"));
    linkPrograms(folder, (name) => name !== "go");
    const preview = () => project.npm("pulumi", ["preview", "--stack", "dev"], { PATH: folder });
    project.write("functions/identity/cases/basic/expected.yaml", resource);
    try {
      const { code, output } = await preview();
      assert.notEqual(code, 0, output);
      assert.match(
        output,
        /functions\/starlark: "go" must be installed.*leave "starlark" out.*`krm-functions:only`/,
      );
      const only = (text: string) => `${text}  krm-functions:only: [identity]\n`;
      await project.edited({ "Pulumi.dev.yaml": only }, async () => {
        const without = await preview();
        assert.equal(without.code, 0, without.output);
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** Fills `folder` with links to the programs on PATH that `wanted` names. */
function linkPrograms(folder: string, wanted: (name: string) => boolean): void {
  for (const from of (process.env.PATH ?? "").split(":").filter((path) => existsSync(path))) {
    for (const name of readdirSync(from).filter(wanted)) {
      if (!lstatSync(join(folder, name), { throwIfNoEntry: false }))
        symlinkSync(join(from, name), join(folder, name));
    }
  }
}

/** Debian's busybox, linked statically, of one architecture. */
async function addBusybox(architecture: string, target: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "krm-functions-busybox-"));
  const downloaded = await new Apt(join(folder, "apt")).download(`busybox-static:${architecture}`, folder);
  assert.equal(downloaded.code, 0, downloaded.stderr);
  const [deb = ""] = readdirSync(folder).filter((name) => name.endsWith(".deb"));
  const unpacked = await finish("dpkg-deb", ["-x", join(folder, deb), join(folder, "root")]);
  assert.equal(unpacked.code, 0, unpacked.output);
  mkdirSync(target, { recursive: true });
  cpSync(join(folder, "root", "bin", "busybox"), join(target, "busybox"));
  rmSync(folder, { recursive: true, force: true });
}
