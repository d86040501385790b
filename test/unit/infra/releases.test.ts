// Owns the tests of the guard of releases: what a registry has decides, on good days and on bad ones.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, type TestContext, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { type CatalogFunction, fingerprintLabel } from "../../../catalog/index.ts";
import { askRegistry } from "../../../infra/releases/ask.ts";
import { guardReleases } from "../../../infra/releases/guard.ts";
import { type ServedRegistry, serveRegistry } from "../served-registry.ts";

const platforms = ["linux/amd64", "linux/arm64"];
const oci = "org.opencontainers.image";
let served: ServedRegistry;
let root: string;

before(async () => {
  served = await serveRegistry();
});
after(() => served.stop());
beforeEach((t) => {
  served.clear();
  root = mkdtempSync(join(tmpdir(), "releases-"));
  (t as TestContext).after(() => rmSync(root, { recursive: true }));
});

/** The labels of a function's image; another content, another fingerprint. */
const labelsOf = (name: string, version: string, content = "1") => ({
  [`${oci}.title`]: name,
  [`${oci}.version`]: version,
  "io.krm-functions.application": `sha256:${content}`,
  [fingerprintLabel]: `sha256:${name}-${version}-${content}`,
});

const demo = { name: "demo", version: "v1.0.0" };
const other = { name: "other", version: "v2.1.0" };

interface Run {
  readonly preview?: boolean;
  /** Whether the stack creates its registry. */
  readonly creates?: boolean;
  /** What the stack put out before. */
  readonly outputs?: object;
  readonly prefix?: string;
}

/** Asks and guards as the program does; the tags of each function. */
async function guard(
  functions: readonly { name: string; version: string; content?: string }[],
  { preview = false, creates = false, outputs = {}, prefix = `${served.address}/team` }: Run = {},
) {
  const mocks: pulumi.runtime.Mocks = {
    newResource: () => assert.fail("nothing is declared"),
    call({ token, inputs }) {
      assert.equal(token, "pulumi:pulumi:readStackOutputs");
      assert.deepEqual(inputs, { name: "organization/krm-functions/prod" });
      return { ...inputs, outputs };
    },
  };
  await pulumi.runtime.setMocks(mocks, "krm-functions", "prod", preview, "organization");
  const labelled = functions.map(({ name, version, content }) => ({
    fn: { name, version, folder: `functions/${name}` } as CatalogFunction,
    labels: labelsOf(name, version, content),
  }));
  const answers = await askRegistry(functions, prefix, root, !preview);
  const wanted = { imagePrefix: prefix, createsRegistry: creates, platforms };
  const releases = await guardReleases(labelled, answers, wanted);
  return Object.fromEntries([...releases].map(([name, { tags }]) => [name, tags.join(" ")]));
}

const put = ({ name, version }: typeof demo, content?: string, tag = version) =>
  served.put(`team/${name}`, tag, labelsOf(name, version, content));

describe("what is published", () => {
  test("not at all, as for a new or a renamed function, is free to be published", async () => {
    put({ name: "before", version: "v1.0.0" });
    assert.deepEqual(await guard([demo, { name: "plain", version: "unstable", content: "2" }]), {
      demo: "v1.0.0 v1.0 v1",
      plain: "unstable",
    });
    assert.ok(!served.asked.some((line) => line.includes("plain")), "a plain tag may move");
  });

  test("with the same content is adopted, also without any state", async () => {
    put(demo);
    put(other);
    assert.deepEqual(await guard([demo, other]), { demo: "v1.0.0 v1.0 v1", other: "v2.1.0 v2.1 v2" });
  });

  test("with other content is refused, all functions at once, in previews too", async () => {
    put(demo, "old");
    put(other, "old");
    put({ name: "third", version: "v1.0.0" });
    for (const preview of [false, true]) {
      const refused = guard([demo, other, { name: "third", version: "v1.0.0" }], { preview });
      const line = (name: string, version: string) =>
        `  functions/${name}/function.yaml: version "${version}" is published and must stay as it is, but this changed: the application; run \`npm run bump -- ${name} patch\``;
      const message = `The functions cannot be published:\n${line("demo", "v1.0.0")}\n${line("other", "v2.1.0")}`;
      await assert.rejects(refused, { message });
    }
  });

  test("of a half failed update: what was pushed is as it is, what was not is free", async () => {
    put(demo);
    assert.deepEqual(await guard([demo, other]), { demo: "v1.0.0 v1.0 v1", other: "v2.1.0 v2.1 v2" });
    await assert.rejects(
      guard([{ ...demo, content: "changed again" }, other]),
      /functions\/demo\/.*bump -- demo/,
    );
  });

  test("newer than an old state or checkout says: floating tags stay where they are", async () => {
    put(demo);
    for (const version of ["v1.0.1", "v1.1.0", "v2.0.0"]) put({ ...demo, version });
    assert.deepEqual(await guard([demo]), { demo: "v1.0.0" });
    assert.deepEqual(await guard([{ ...demo, version: "v1.0.2" }]), { demo: "v1.0.2 v1.0" });
    assert.deepEqual(await guard([{ ...demo, version: "v1.2.0" }]), { demo: "v1.2.0 v1.2 v1" });
  });

  test("whose tag was moved by hand, or is the same image as another function's, is refused", async () => {
    put({ ...demo, version: "v1.0.1" }, "1", "v1.0.0");
    await assert.rejects(guard([demo]), /its tag was moved by hand, to "demo" "v1\.0\.1" \(sha256:/);
    served.clear();
    const digest = put(other);
    assert.equal(served.put("team/demo", "v1.0.0", labelsOf("other", "v2.1.0")), digest);
    await assert.rejects(guard([demo, other]), /functions\/demo\/.*moved by hand, to "other" "v2\.1\.0"/);
  });

  test("by another tool, or for other platforms, is never replaced", async () => {
    served.put("team/demo", "v1.0.0", { [`${oci}.title`]: "demo" });
    await assert.rejects(guard([demo]), /without the label `io\.krm-functions\.fingerprint`/);
    served.put("team/demo", "v1.0.0", labelsOf("demo", "v1.0.0"), ["linux/amd64"]);
    await assert.rejects(
      guard([demo]),
      /holds an index of linux\/amd64, not an index of linux\/amd64, linux\/arm64/,
    );
  });
});

describe("what was read of a digest", () => {
  const asked = async () => {
    served.asked = [];
    await guard([demo]);
    return served.asked.sort();
  };
  const again = ["GET /v2/team/demo/tags/list?n=1000", "HEAD /v2/team/demo/manifests/v1.0.0"];

  test("is kept: a run without changes asks for the tags and the version's digest alone", async () => {
    put(demo);
    const first = await asked();
    assert.equal(first.length, 2 + 1 + 2 + 2);
    assert.equal(new Set(first).size, first.length);
    assert.deepEqual(await asked(), again);
  });

  test("is read anew where it was kept by halves", async () => {
    put(demo);
    await asked();
    const folder = join(root, ".cache", "releases");
    for (const file of readdirSync(folder)) writeFileSync(join(folder, file), '{"digest":');
    assert.ok((await asked()).length > again.length);
    assert.deepEqual(await asked(), again);
  });
});

describe("a registry that", () => {
  const nowhere = "127.0.0.1:1/team";
  const warnings = (t: TestContext) => t.mock.method(pulumi.log, "warn", async () => {}).mock;
  const refuse = (_: unknown, response: ServerResponse) => {
    response.writeHead(403).end('{"errors":[{"code":"DENIED"}]}');
    return true;
  };
  /** Outputs of an update that published to `prefix`. */
  const published = (prefix: string) => ({
    imagePrefix: prefix,
    functions: { demo: { version: "v1.0.0", tags: [`${prefix}/demo:v1.0.0`, `${prefix}/demo:v1.0`] } },
  });

  test("does not answer fails an update with the cure, told once", async () => {
    const message =
      /^Problems: The functions cannot be published:\n {2}127\.0\.0\.1:1: must answer at .*; run `npm start`[^\n]*$/;
    await assert.rejects(guard([demo, other], { prefix: nowhere }), message);
  });

  test("does not answer is warned of in a preview, which shows the tags that are known", async (t) => {
    const warned = warnings(t);
    const outputs = published(nowhere);
    const run = { prefix: nowhere, preview: true, outputs };
    assert.deepEqual(await guard([demo, other], run), { demo: "v1.0.0 v1.0", other: "v2.1.0 v2.1 v2" });
    assert.deepEqual(await guard([{ ...demo, version: "v1.0.1" }], run), { demo: "v1.0.1 v1.0 v1" });
    assert.deepEqual(await guard([demo], { ...run, outputs: {} }), { demo: "v1.0.0 v1.0 v1" });
    assert.equal(warned.callCount(), 3);
    assert.match(
      String(warned.calls[0]?.arguments[0]),
      /does not know what is published.*:\n {2}127\.0\.0\.1:1: must/,
    );
  });

  test("refuses fails an update with the login that mends it, and is warned of in a preview", async (t) => {
    served.instead = refuse;
    const prefix = `${served.address}/team`;
    for (const run of [{}, { creates: true, outputs: published(prefix) }]) {
      await assert.rejects(
        guard([demo], run),
        new RegExp(`run \`docker login ${served.address}\` as a user`),
      );
      const warned = warnings(t);
      assert.deepEqual(await guard([demo], { ...run, preview: true }), {
        demo: run.creates ? "v1.0.0 v1.0" : "v1.0.0 v1.0 v1",
      });
      assert.match(String(warned.calls.at(-1)?.arguments[0]), /docker login/);
    }
  });

  test("refuses because the stack has still to create it has nothing: no error and no warning", async (t) => {
    const warned = warnings(t);
    served.instead = refuse;
    for (const outputs of [{}, published("registry.example/before")]) {
      for (const preview of [false, true]) {
        const tags = await guard([demo], { creates: true, outputs, preview });
        assert.deepEqual(tags, { demo: "v1.0.0 v1.0 v1" });
      }
    }
    assert.equal(warned.callCount(), 0);
  });

  test("says only to whoever may push that an image does not exist yet is asked with that login, in updates", async () => {
    served.instead = ({ url, headers }, response) => {
      if (url?.startsWith("/token")) {
        const push = new URL(url, "http://x").searchParams.get("scope")?.endsWith(":pull,push");
        response.writeHead(push ? 200 : 403).end('{"token":"pusher"}');
        return true;
      }
      if (headers.authorization === "Bearer pusher") return false;
      const challenge = `Bearer realm="http://${served.address}/token",service="r"`;
      response.writeHead(401, { "www-authenticate": challenge }).end();
      return true;
    };
    assert.deepEqual(await guard([demo]), { demo: "v1.0.0 v1.0 v1" });
    put(demo, "old");
    await assert.rejects(guard([demo]), /version "v1\.0\.0" is published/);
  });
});
