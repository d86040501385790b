// Owns the end-to-end tests of releases, on real parts: what is published stays, floating tags move forwards alone, and nothing
// is built or pushed of a changed function that has no version of its own.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { ownBase } from "../../bases/index.ts";
import { copyProject, type Finished, finish, freePort, type Project } from "./project.ts";
import { tagDigest } from "./registry.ts";

describe("a stack that releases", () => {
  let project: Project;
  /** By function and tag: the digest. */
  type Tags = Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;
  let published: Tags;
  /** Lines of a shell. */
  let environment: string | undefined;

  before(async () => {
    project = await copyProject({ port: await freePort() });
    project.removeFunctions();
    for (const name of ["demo", "other"]) {
      succeeded(await project.npm("new", [name]));
      project.write(declaration(name), project.read(declaration(name)).replace("v0.1.0", "v1.0.0"));
    }
    writeStack("release", ["registry: local", "localServices: processes"]);
    succeeded(await project.npm("pulumi", ["stack", "init", "release"]));
  });
  after(() => project.remove());

  const declaration = (name: string) => `functions/${name}/function.yaml`;
  const writeStack = (stack: string, settings: readonly string[]) => {
    const all = [...settings, `imagePrefix: ${project.registry}`, "guardReleases: true"];
    const lines = all.map((setting) => `  krm-functions:${setting}\n`);
    project.write(`Pulumi.${stack}.yaml`, `config:\n${lines.join("")}`);
  };
  const succeeded = ({ code, output }: Finished) => {
    assert.equal(code, 0, output);
    return output;
  };
  /** A line of a shell that took over the environment, as a user would run it: nothing is started for it. */
  const shell = async (line: string, ...args: readonly string[]) => {
    environment ??= succeeded(await project.npm("env"));
    return await finish("bash", ["-c", `${environment}\n${line}`, "-", ...args], { cwd: project.root });
  };
  const plain = (...args: readonly string[]) => shell('pulumi "$@" --non-interactive', ...args);
  const up = (stack = "release") => plain("up", "--yes", "--skip-preview", "--stack", stack);
  const bump = async (...args: readonly string[]) => succeeded(await project.npm("bump", args));
  const tags = async (): Promise<Tags> => {
    const of = async (name: string) => {
      const response = await fetch(`http://${project.registry}/v2/${name}/tags/list`);
      const { tags } = (await response.json()) as { tags: string[] };
      const digests = tags.sort().map(async (tag) => [tag, await tagDigest(project.registry, name, tag)]);
      return [name, Object.fromEntries(await Promise.all(digests))];
    };
    return Object.fromEntries(await Promise.all(["demo", "other"].map(of)));
  };
  const builds = async () => {
    const { stdout } = await shell("buildx history ls --builder krm-functions --format json");
    return stdout.split("\n").filter((line) => line !== "").length;
  };
  const change = (text: string) =>
    text.replace("for (const [key", "if (items.length > 99_999) return;\n    for (const [key");

  test("publishes v1.0.0 as itself, v1.0 and v1", async () => {
    // The one update through npm: it starts the services and publishes the base.
    const args = ["up", "--yes", "--skip-preview", "--stack", "release", "--non-interactive"];
    succeeded(await project.npm("pulumi", args));
    published = await tags();
    for (const name of ["demo", "other"]) {
      const own = published[name] ?? {};
      assert.deepEqual(Object.keys(own), ["v1", "v1.0", "v1.0.0"]);
      assert.equal(new Set(Object.values(own)).size, 1);
    }
  });

  test("refuses changed content without a bump, in preview and up: all at once, nothing built, nothing pushed", async () => {
    const description = (text: string) => text.replace(/^description: /m, "description: Really ");
    const edits = { "functions/demo/index.ts": change, [declaration("other")]: description };
    await project.edited(edits, async () => {
      const before = await builds();
      assert.ok(before > 0);
      for (const attempt of [up, () => plain("preview", "--stack", "release")]) {
        const { code, output } = await attempt();
        assert.notEqual(code, 0, output);
        const problem = (name: string, changed: string) =>
          `functions/${name}/function.yaml: version "v1.0.0" is published and must stay as it is, but this changed: ${changed}; run \`npm run bump -- ${name} patch\``;
        assert.ok(output.includes(problem("demo", "the application")), output);
        assert.ok(output.includes(problem("other", "the application, the description")), output);
        assert.doesNotMatch(output, /\n\s+at .*\.ts:\d+/);
      }
      assert.equal(await builds(), before);
      assert.deepEqual(await tags(), published);
    });
  });

  test("publishes the next version, also where the update fails half way and is run again", async () => {
    project.write("functions/demo/index.ts", change(project.read("functions/demo/index.ts")));
    assert.match(
      await bump("demo", "other", "patch"),
      /^demo v1\.0\.0 -> v1\.0\.1\nother v1\.0\.0 -> v1\.0\.1\n$/,
    );
    const broken = (text: string) => text.replace(/(ResourceList\): void \{)/, "$1\n  return;");
    await project.edited({ "functions/other/index.ts": broken }, async () => {
      const { code, output } = await up();
      assert.notEqual(code, 0, output);
      assert.match(output, /other: its build failed/);
    });
    const half = await tags();
    assert.deepEqual(half.other, published.other);
    succeeded(await up());
    const now = await tags();
    assert.deepEqual(Object.keys(now.demo ?? {}), ["v1", "v1.0", "v1.0.0", "v1.0.1"]);
    for (const name of ["demo", "other"]) {
      const [before, own] = [published[name] ?? {}, now[name] ?? {}];
      assert.equal(own["v1.0.0"], before["v1.0.0"]);
      assert.notEqual(own["v1.0.1"], before["v1.0.0"]);
      assert.deepEqual([own.v1, own["v1.0"]], [own["v1.0.1"], own["v1.0.1"]]);
    }
    if (half.demo?.["v1.0.1"] !== undefined) assert.deepEqual(half.demo, now.demo);
  });

  test("a patch of an old line, by a stack of its own, moves the floating tag of that line alone", async () => {
    await bump("demo", "minor");
    succeeded(await up());
    const before = await tags();
    assert.equal(before.demo?.v1, before.demo?.["v1.1.0"]);
    const { repository, tag } = ownBase(project.root, "node");
    const base = `${project.registry}/${repository}:${tag}@${await tagDigest(project.registry, repository, tag)}`;
    writeStack("old-line", ["registry: existing", "only: [demo]", `bases:\n    node: ${base} # as in dev`]);
    const updated = succeeded(await project.npm("bases:update", ["--stack", "old-line"]));
    assert.match(updated, /^node \(\S+:22\.\S+\): nothing newer$/m);
    succeeded(await plain("stack", "init", "old-line"));
    const older = (text: string) => text.replace("v1.1.0", "v1.0.2");
    await project.edited({ [declaration("demo")]: older }, async () => {
      succeeded(await up("old-line"));
      const now = await tags();
      const patch = now.demo?.["v1.0.2"];
      assert.ok(patch !== undefined && patch !== before.demo?.["v1.0.1"]);
      assert.deepEqual(now, { ...before, demo: { ...before.demo, "v1.0": patch, "v1.0.2": patch } });
      succeeded(await plain("preview", "--stack", "old-line", "--expect-no-changes"));
      await withoutRegistry();
    });
    succeeded(await plain("preview", "--stack", "release", "--expect-no-changes"));
    published = await tags();
  });

  /** A registry that does not answer: an update fails before it does anything, a preview warns and shows no false change. */
  async function withoutRegistry(): Promise<void> {
    const pid = Number(
      (JSON.parse(project.read(".cache/services/registry/process.json")) as { pid: number }).pid,
    );
    process.kill(pid, "SIGKILL");
    const failed = await up("old-line");
    assert.notEqual(failed.code, 0, failed.output);
    assert.match(failed.output, new RegExp(`${project.registry}: must answer at .*ECONNREFUSED.*npm start`));
    const output = succeeded(await plain("preview", "--stack", "old-line", "--expect-no-changes"));
    assert.match(output, /warning: This preview does not know what is published/);
    // Brings the registry back.
    succeeded(await project.npm("pulumi", ["preview", "--stack", "release", "--non-interactive"]));
  }

  test("removing a function leaves its image, and so does `destroy`", async () => {
    rmSync(join(project.root, "functions/other"), { recursive: true });
    succeeded(await up());
    assert.deepEqual(await tags(), published);
    succeeded(await plain("destroy", "--yes", "--skip-preview", "--stack", "release"));
    assert.deepEqual(await tags(), published);
  });

  test("a lost state: what is published is adopted as it is, and still guarded", async () => {
    rmSync(join(project.root, ".cache/state/.pulumi"), { recursive: true });
    succeeded(await plain("stack", "init", "release"));
    succeeded(await up());
    assert.deepEqual(await tags(), published);
    succeeded(await plain("preview", "--stack", "release", "--expect-no-changes"));
    await project.edited(
      { "functions/demo/index.ts": (text) => text.replace("99_999", "88_888") },
      async () => {
        const { code, output } = await up();
        assert.notEqual(code, 0, output);
        assert.match(output, /functions\/demo\/function\.yaml: version "v1\.1\.0" is published/);
      },
    );
    assert.deepEqual(await tags(), published);
  });
});
