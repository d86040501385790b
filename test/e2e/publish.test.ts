// Owns the end-to-end tests of publishing: a bare copy, `npm start`, and the days after, on real parts.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { readCases } from "../../catalog/check/case.ts";
import { readCatalog } from "../../catalog/index.ts";
import type { Report } from "../../tools/report/release/index.ts";
import { testContainers } from "./containers.ts";
import { assertImage, machines } from "./image.ts";
import { copyProject, finish, freePort, type Project } from "./project.ts";
import { readIndex, readLayerFile, repositories, tagDigest } from "./registry.ts";

const functions = await readCatalog(join(import.meta.dirname, "..", ".."));
const names = functions.map(({ name }) => name);
const platforms = ["linux/amd64", "linux/arm64"];
interface FunctionOutput {
  readonly ref: string;
  readonly tags: readonly string[];
  readonly platforms: Readonly<Record<string, { readonly size: number }>>;
}

describe("publishing", () => {
  let project: Project;
  let port: number;
  let first: Readonly<Record<string, string>>;

  before(async () => {
    port = await freePort();
    project = await copyProject({ port });
  });
  after(() => project.remove());

  const pulumi = (...args: string[]) =>
    project.npm("pulumi", [...args, "--stack", "dev", "--non-interactive"]);
  const succeed = async (...args: string[]) => {
    const finished = await pulumi(...args);
    assert.equal(finished.code, 0, finished.output);
    return finished;
  };
  const digests = async (at = project) =>
    Object.fromEntries(
      await Promise.all(
        names.map(async (name) => [name, await tagDigest(at.registry, name, "dev")] as const),
      ),
    ) as Record<string, string>;
  const git = (...args: string[]) => finish("git", args, { cwd: project.root });
  const up = () => succeed("up", "--yes", "--skip-preview");

  test("`npm start` on a bare copy publishes every function and says how to run one", async () => {
    await git("init", "--quiet");
    await git("add", "--all");
    const { code, output } = await project.npm("start");
    assert.equal(code, 0, output);
    first = await digests();
    for (const name of names) {
      assert.ok(first[name], name);
      assert.match(output, new RegExp(`${name}.*dev.*${first[name]?.slice(7, 19)}`));
    }
    assert.match(output, /docker run|kpt fn eval/);
    assert.equal((await git("diff", "--stat")).stdout, "", "tracked files must stay as they are");
    assert.equal(
      (await git("ls-files", "--others", "--exclude-standard")).stdout,
      "",
      "nothing may be left beside them",
    );
  });

  test("each index has exactly the two platforms, and one application layer for both where nothing is compiled", async () => {
    for (const fn of functions) {
      const { name } = fn;
      const images = await readIndex(project.registry, name, "dev");
      assert.deepEqual(images.map(({ platform }) => platform).sort(), platforms, name);
      for (const image of images) assertImage(image, fn);
      const applications = new Set(images.map(({ layers }) => layers.at(-2)?.digest));
      assert.equal(applications.size, fn.recipe.own ? 2 : 1, `${name}: blobs of the application layer`);
      const fromCheck = images.map(({ layers }) => layers.at(-1));
      if (fn.recipe.own) {
        assert.equal(new Set(fromCheck.map((layer) => layer?.digest)).size, 1, `${name}: the check's layer`);
        assert.equal(fromCheck[0]?.size, 32);
      } else {
        for (const layer of fromCheck) {
          const code = layer && (await readLayerFile(project.registry, name, layer, "app/function.code"));
          assert.ok(code !== undefined && code.length > 100_000, `${name}: V8's compiled code`);
        }
      }
    }
  });

  test("each platform's program is of its own machine: Node.js, or what is compiled", async () => {
    const bundled = functions.find(({ recipe }) => !recipe.own);
    for (const { name, recipe } of functions.filter((fn) => fn === bundled || fn.go)) {
      const program = recipe.own ? (recipe.entrypoint[0]?.slice(1) ?? "") : "nodejs/bin/node";
      for (const { platform, layers } of await readIndex(project.registry, name, "dev")) {
        const found = await Promise.all(
          layers.map((layer) => readLayerFile(project.registry, name, layer, program)),
        );
        const [file] = found.filter((file) => file !== undefined);
        assert.equal(file?.readUInt16LE(18), machines[platform], `${name} on ${platform}`);
      }
    }
  });

  test("the stack's outputs say what is published", async () => {
    const { stdout } = await succeed("stack", "output", "--json");
    const outputs = JSON.parse(stdout) as { functions: Record<string, FunctionOutput>; imagePrefix: string };
    assert.equal(outputs.imagePrefix, project.registry);
    assert.deepEqual(Object.keys(outputs.functions).sort(), [...names].sort());
    for (const [name, { ref, tags, platforms: published }] of Object.entries(outputs.functions)) {
      assert.equal(ref, `${project.registry}/${name}@${first[name]}`);
      assert.deepEqual(tags, [`${project.registry}/${name}:dev`]);
      assert.deepEqual(Object.keys(published).sort(), platforms);
      for (const { size } of Object.values(published)) assert.ok(size > 1 << 20);
    }
  });

  test("a second `npm start` and `pulumi up` change nothing", async () => {
    const again = await project.npm("start");
    assert.equal(again.code, 0, again.output);
    assert.match(again.output, /unchanged/);
    await succeed("preview", "--expect-no-changes");
    await succeed("up", "--yes", "--skip-preview", "--expect-no-changes");
    assert.deepEqual(await digests(), first);
  });

  test("`pulumi refresh` finds what is published as it was", async () => {
    await succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  });

  test("a README or a comment changes nothing", () =>
    project.edited(
      {
        "functions/set-labels/README.md": (text) => `${text}\nMore.\n`,
        "functions/set-labels/index.ts": (text) => `${text}\n// One more comment.\n`,
      },
      async () => {
        await succeed("preview", "--expect-no-changes");
      },
    ));

  test("a changed case reruns the check and leaves the digest alone", async () => {
    const cases = "functions/set-labels/cases";
    const [one] = readCases(join(project.root, cases)).filter(
      ({ isList, error }) => !isList && error === undefined,
    );
    const comment = (text: string) => `# A comment that stays.\n${text}`;
    await project.edited(
      { [`${cases}/${one?.name}/input.yaml`]: comment, [`${cases}/${one?.name}/expected.yaml`]: comment },
      async () => {
        assert.match((await up()).output, /~ 1 updated/);
        assert.deepEqual(await digests(), first);
      },
    );
    await up();
  });

  test("a preview shows one changed function with its new digest and pushes nothing; `up` publishes that digest", async () => {
    const description = (text: string) => text.replace(/^description: /m, "description: Really ");
    await project.edited({ "functions/set-labels/function.yaml": description }, async () => {
      const { output } = await succeed("preview", "--diff");
      assert.match(output, /~ 1 to update\n\s+\d+ unchanged/);
      assert.deepEqual(await digests(), first);
      const [, shown] = /~ ref +: "\S+" => "\S+\/set-labels@(sha256:[0-9a-f]{64})"/.exec(output) ?? [];
      assert.ok(shown !== undefined && shown !== first["set-labels"], output);
      await publishPlanned(shown);
      assert.deepEqual(await digests(), { ...first, "set-labels": shown });
    });
    await up();
    assert.deepEqual(await digests(), first);
  });

  /** By the commands of a deployment: a plan of images only, the update that it holds, and a report of each. */
  async function publishPlanned(digest: string): Promise<void> {
    const folder = ".cache/plans/dev";
    const run = async (name: string, ...args: string[]) => {
      const { code, stdout, output } = await project.npm(name, [...args, "--stack", "dev"]);
      assert.equal(code, 0, output);
      return stdout;
    };
    await run("plan", "--images-only");
    const planned = JSON.parse(await run("report", "--preview", "--json")) as Report;
    assert.deepEqual(
      planned.functions.map((fn) => [fn.name, fn.change, fn.digest]),
      [["set-labels", "changed", digest]],
    );
    await succeed("up", "--yes", "--skip-preview", "--plan", `${folder}/plan.json`);
    const text = await run("report", "--since", `${folder}/before.json`);
    assert.match(text, new RegExp(`\\n1 changed, ${names.length - 1} unchanged\\.\\n`));
    assert.match(
      text,
      new RegExp(`\\n- base: \`bases/node:.*\\n[^]*--image ${project.registry}/set-labels@${digest}\\n`),
    );
  }

  test("a plan of images only is refused where anything else would change", () => {
    const component = `import { ComponentResource } from "@pulumi/pulumi";\nnew ComponentResource("test:index:Other", "other");\n`;
    return project.edited({ "index.ts": (text) => `${text}${component}` }, async () => {
      const { code, output } = await project.npm("plan", ["--stack", "dev", "--images-only"]);
      assert.equal(code, 1, output);
      assert.match(
        output,
        /More than images would change:\n {2}urn:pulumi:dev::krm-functions::test:index:Other::other: must stay as it is, but the operation "create" changes it; an administrator .* `npm run pulumi -- up --stack dev`/,
      );
    });
  });

  test("a case that fails on arm64 only stops `up`, names itself, and moves no tag", async () => {
    const skipOnArm = (text: string) =>
      text.replace(
        /(export default function \w+\([^)]*\)[^{]*\{)/,
        `$1\n  if (process.arch === "arm64") return;`,
      );
    await project.edited({ "functions/set-labels/index.ts": skipOnArm }, async () => {
      const { code, output } = await pulumi("up", "--yes", "--skip-preview");
      assert.notEqual(code, 0);
      assert.match(
        output,
        /set-labels: its build failed:\n\s+functions\/set-labels\/cases\/[\w-]+\/expected\.yaml \(linux\/arm64\)/,
      );
      assert.doesNotMatch(output, /expected\.yaml \(linux\/amd64\)/);
      assert.deepEqual(await digests(), first);
    });
    await up();
    assert.deepEqual(await digests(), first);
  });

  test("`publish: build` checks and pushes nothing", async () => {
    await project.edited(
      {
        "functions/set-labels/function.yaml": (text) =>
          text.replace(/^description: /m, "description: Built "),
        "Pulumi.dev.yaml": (text) => `${text}  krm-functions:publish: build\n`,
      },
      async () => {
        await up();
        assert.deepEqual(await digests(), first);
      },
    );
    await up();
    assert.deepEqual(await digests(), first);
  });

  test("`destroy` leaves every image, and `up` finds them again", async () => {
    await succeed("destroy", "--yes", "--skip-preview");
    assert.deepEqual(await digests(), first);
    await succeed("up", "--yes", "--skip-preview");
    assert.deepEqual(await digests(), first);
  });

  describe("in a Docker engine", () => testContainers(() => project, names));

  test("another folder, another umask and an empty BuildKit give the same digests", async () => {
    const stopped = await project.npm("stop");
    assert.equal(stopped.code, 0, stopped.output);
    const other = await copyProject({ port, umask: 0o077, from: project });
    try {
      const { code, output } = await other.npm("start");
      assert.equal(code, 0, output);
      assert.deepEqual(await digests(other), first);
      assert.deepEqual(await repositories(other.registry), ["bases/node", ...names].sort());
    } finally {
      await other.remove();
    }
  });
});
