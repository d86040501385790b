// Owns the tests of verifying what a registry holds: good functions, tags, lost parts, and how much is asked how fast.
import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { platforms } from "../../catalog/platforms.ts";
import { openRegistryClient, readImage } from "../../oci/index.ts";
import { type FunctionReport, mendTags, type Published } from "../../verify/index.ts";
import { finish, freePort } from "./project.ts";
import { short, startVerifiedRegistry, usualDemand, type VerifiedRegistry } from "./verified-registry.ts";
import type { Input, Output } from "./verify-process.ts";

describe("verifying what a registry holds", () => {
  let at: VerifiedRegistry;
  before(async () => {
    at = await startVerifiedRegistry();
  });
  after(() => at.stop());
  const verifyOne = async (fn: Published) => (await at.verify([fn]))[0] as FunctionReport;

  test("a good function holds, and its report says what is published", async () => {
    const fn = await at.images.push("good", { version: "v1.2.3", tags: ["v1.2.3", "v1.2", "v1"] });
    const report = await verifyOne(fn);
    assert.deepEqual(at.linesOf(report), []);
    assert.equal(report.isWhole, true);
    assert.deepEqual(
      report.tagReports,
      fn.tags.map((tag) => ({ tag, state: "right", digest: fn.digest })),
    );
    const index = await readImage(openRegistryClient(), fn.image, fn.digest);
    assert.deepEqual(
      report.platforms.map(({ platform, digest, size }) => ({ platform, digest, size })),
      index?.platforms.map(({ platform, digest, size }) => ({ platform, digest, size })),
    );
    for (const { applicationSize = 0, size } of report.platforms) {
      assert.ok(applicationSize > 50 && applicationSize < size);
    }
  });

  test("each manifest and configuration is asked for once, and no layer is read twice", async () => {
    const fn = await at.images.push("asked", { version: "v1.0.0", tags: ["v1.0.0", "v1.0"] });
    await verifyOne(fn);
    await at.registry.takeRequests();
    await verifyOne(fn);
    const requests = await at.registry.takeRequests();
    assert.equal(new Set(requests).size, requests.length, requests.join("\n"));
    const ofFunction = requests.filter((line) => line.includes("/asked/"));
    const manifests = ofFunction.filter((line) => line.includes("/manifests/"));
    assert.deepEqual(manifests.map((line) => line.replace(/sha256:.*/, "DIGEST")).sort(), [
      "GET /v2/asked/manifests/DIGEST",
      "GET /v2/asked/manifests/DIGEST",
      "GET /v2/asked/manifests/v1.0.0",
      "HEAD /v2/asked/manifests/v1.0",
    ]);
    const blobs = ofFunction.filter((line) => line.includes("/blobs/")).map((line) => line.split(" ")[0]);
    assert.deepEqual(blobs.sort(), ["GET", "GET", "HEAD", "HEAD", "HEAD", "HEAD", "HEAD"]);
  });

  test("a moved and a deleted tag are named with who should be where, and put back by digest", async () => {
    const other = await at.images.push("tags", { files: () => [["app/function.cjs", Buffer.from("other")]] });
    const fn = await at.images.push("tags", { version: "v2.0.1", tags: ["v2.0.1", "v2.0", "v2"] });
    const stored = await openRegistryClient().read(fn.image, other.digest);
    assert.ok(stored);
    await openRegistryClient().tag(fn.image, "v2.0.1", stored);
    await at.registry.remove("tags", "manifests", "v2");
    const report = await verifyOne(fn);
    const must = `must point at ${short(fn.digest)}, which the stack published, but`;
    assert.deepEqual(at.linesOf(report), [
      `tags:v2.0.1: ${must} points at ${short(other.digest)}; run \`MEND\``,
      `tags:v2: ${must} is gone; run \`MEND\``,
    ]);
    await at.registry.takeRequests();
    const mended = await mendTags([report]);
    assert.deepEqual(mended, { tags: [`${fn.image}:v2.0.1`, `${fn.image}:v2`], problems: [] });
    assert.deepEqual(
      (await at.registry.takeRequests()).map((line) => line.replace(/sha256:.*/, "DIGEST")),
      ["GET /v2/tags/manifests/DIGEST", "PUT /v2/tags/manifests/v2.0.1", "PUT /v2/tags/manifests/v2"],
    );
    assert.deepEqual(await at.problemsOf(fn), []);
  });

  test("a floating tag that a newer release has is told, and stays there", async () => {
    const fn = await at.images.push("newer", { version: "v1.0.0", tags: ["v1.0.0", "v1.0", "v1"] });
    const next = await at.images.push("newer", { version: "v1.1.0", tags: ["v1.1.0", "v1.1", "v1"] });
    const report = await verifyOne(fn);
    assert.deepEqual(at.linesOf(report), [
      `newer:v1: must point at ${short(fn.digest)}, which the stack published, but a newer release has moved it on to ${short(next.digest)}; update the stack from the sources of that release`,
    ]);
    assert.deepEqual(await mendTags([report]), { tags: [], problems: [] });
  });

  test("a deleted index and a deleted manifest are named with the command that publishes them again", async () => {
    const gone = await at.images.push("gone");
    await at.registry.remove("gone", "manifests", gone.digest);
    const report = await verifyOne(gone);
    assert.deepEqual(at.linesOf(report), [
      `gone:dev: must point at ${short(gone.digest)}, which the stack published, but is gone; run \`MEND\``,
      `gone@${short(gone.digest)}: must be there, as the stack published it; run \`PUBLISH gone\``,
    ]);
    assert.deepEqual(await mendTags([report]), { tags: [], problems: [] });

    const part = await at.images.push("part");
    const arm64 = (await readImage(openRegistryClient(), part.image, "dev"))?.platforms[1]?.digest ?? "";
    await at.registry.remove("part", "manifests", arm64);
    await at.registry.remove("part", "manifests", "dev");
    const partly = await verifyOne(part);
    assert.deepEqual(at.linesOf(partly), [
      `part:dev: must point at ${short(part.digest)}, which the stack published, but is gone; run \`MEND\``,
      `part@${short(arm64)}: must be there as the manifest for linux/arm64; run \`PUBLISH part\``,
    ]);
    assert.deepEqual(await mendTags([partly]), { tags: [], problems: [] });
  });

  test("a lost layer and a lost configuration are named", async () => {
    const fn = await at.images.push("layers");
    const [amd64, arm64] = (await readImage(openRegistryClient(), fn.image, "dev"))?.platforms ?? [];
    const layer = amd64?.manifest?.layers[1]?.digest ?? "";
    const config = arm64?.manifest?.config.digest ?? "";
    await at.registry.remove("layers", "blobs", layer);
    await at.registry.remove("layers", "blobs", config);
    assert.deepEqual(await at.problemsOf(fn), [
      `layers@${short(config)}: must be there as the configuration for linux/arm64; run \`PUBLISH layers\``,
      `layers@${short(layer)}: must be there as a layer; run \`PUBLISH layers\``,
    ]);
  });

  test("a registry that does not answer is told once", async () => {
    const fn = await at.images.push("unreachable");
    const nowhere = `localhost:${await freePort()}`;
    const elsewhere = { ...fn, image: `${nowhere}/unreachable` };
    await assert.rejects(
      at.verify([elsewhere, elsewhere]),
      new RegExp(
        `^RegistryProblem: The registry cannot be used:\n  ${nowhere}: must answer at .*; run \`npm start\`.*$`,
      ),
    );
  });

  test("300 functions take at most 5 s, with nothing known of them before", async (context) => {
    const names = Array.from({ length: 300 }, (_, index) => `fn-${String(index).padStart(3, "0")}`);
    const published: Published[] = [];
    for (let from = 0; from < names.length; from += 20) {
      published.push(
        ...(await Promise.all(names.slice(from, from + 20).map((name) => at.images.push(name)))),
      );
    }
    await at.registry.takeRequests();
    const options = { imagePrefix: at.registry.address, platforms, demand: usualDemand };
    const empty = mkdtempSync(join(at.cache, "empty-"));
    const script = join(import.meta.dirname, "verify-process.ts");
    const { code, stdout, output } = await finish(process.execPath, ["--import", "tsx", script], {
      input: JSON.stringify({ published, ...options, cache: empty } satisfies Input),
    });
    assert.equal(code, 0, output);
    const { seconds, processorSeconds, problems } = JSON.parse(stdout) as Output;
    assert.deepEqual(problems, []);
    const requests = (await at.registry.takeRequests()).filter((line) => line.includes("/fn-"));
    assert.equal(new Set(requests.filter((line) => line.includes("/manifests/"))).size, 900);
    assert.equal(requests.length, 300 * 13 + 2, "and the two layers of the base once");
    // Of its own processor time: the clock also counts what other tests take meanwhile.
    context.diagnostic(`${seconds.toFixed(1)} s, ${processorSeconds.toFixed(1)} s of processor time`);
    assert.ok(processorSeconds <= 5, `${processorSeconds} s of processor time in ${seconds} s`);
  });
});
