// Owns the tests of reading whole images: indexes with what they list, single manifests, and what a registry has lost.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, describe, test } from "node:test";
import { openRegistryClient, readImage } from "../../../oci/index.ts";

const indexType = "application/vnd.oci.image.index.v1+json";
const manifestType = "application/vnd.oci.image.manifest.v1+json";

let server: Server;
let image: string;
/** By digest or tag: what the registry serves. */
let content: Map<string, string>;
let asked: string[];

before(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const body = content.get(request.url?.split("/").at(-1) ?? "");
    if (body === undefined) response.writeHead(404);
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  image = `127.0.0.1:${(server.address() as AddressInfo).port}/demo`;
});
after(() => server.close());
beforeEach(() => {
  content = new Map();
  asked = [];
});

/** Stores content; its descriptor, with a size of the test's own. */
function put(mediaType: string, value: object, size = 10) {
  const text = JSON.stringify(value);
  const digest = `sha256:${createHash("sha256").update(text).digest("hex")}`;
  content.set(digest, text);
  return { mediaType, digest, size };
}

/** Stores the image of one platform. */
function putPlatform(architecture: string, variant?: string) {
  const platform = { os: "linux", architecture, ...(variant === undefined ? {} : { variant }) };
  const config = put("config", { ...platform, config: { User: "65532" } }, 7);
  const layers = [
    { mediaType: "layer", digest: `sha256:${architecture}`, size: 100 },
    { mediaType: "layer", digest: "sha256:app", size: 30 },
  ];
  return { ...put(manifestType, { mediaType: manifestType, config, layers }), platform };
}

const putIndex = (manifests: readonly object[]) => put(indexType, { mediaType: indexType, manifests }).digest;

describe("an image", () => {
  test("is its index with every platform's manifest, configuration and size, each asked for once", async () => {
    const [amd64, arm64] = [putPlatform("amd64"), putPlatform("arm64", "v8")];
    const digest = putIndex([amd64, arm64, amd64]);
    const read = await readImage(openRegistryClient(), image, digest);
    assert.equal(read?.digest, digest);
    assert.equal(read.isIndex, true);
    assert.deepEqual(
      read.platforms.map(({ platform, digest, size }) => ({ platform, digest, size })),
      [
        { platform: "linux/amd64", digest: amd64.digest, size: 137 },
        { platform: "linux/arm64", digest: arm64.digest, size: 137 },
        { platform: "linux/amd64", digest: amd64.digest, size: 137 },
      ],
    );
    assert.equal(read.platforms[1]?.config?.config.User, "65532");
    assert.equal(read.platforms[1]?.manifest?.layers[1]?.digest, "sha256:app");
    assert.equal(asked.length, 5);
    assert.equal(new Set(asked).size, 5);
  });

  test("that was read already is not asked for again", async () => {
    const client = openRegistryClient();
    const stored = await client.read(image, putIndex([putPlatform("amd64")]));
    assert.ok(stored);
    assert.equal((await readImage(client, image, stored))?.platforms[0]?.platform, "linux/amd64");
    assert.equal(new Set(asked).size, asked.length);
  });

  test("for one platform alone is itself", async () => {
    const { digest } = putPlatform("arm64");
    const read = await readImage(openRegistryClient(), image, digest);
    assert.equal(read?.isIndex, false);
    assert.deepEqual(
      read.platforms.map((part) => [part.platform, part.digest, part.size]),
      [["linux/arm64", digest, 137]],
    );
  });

  test("that is not there is undefined", async () => {
    assert.equal(await readImage(openRegistryClient(), image, "v1"), undefined);
  });

  test("keeps its entries where a manifest or a configuration is lost, or is something else", async () => {
    const [amd64, arm64] = [putPlatform("amd64"), putPlatform("arm64")];
    const other = {
      ...put("text", { signature: "none" }),
      platform: { os: "unknown", architecture: "unknown" },
    };
    const digest = putIndex([amd64, arm64, other]);
    const { config } = JSON.parse(content.get(arm64.digest) ?? "") as { config: { digest: string } };
    content.delete(amd64.digest);
    content.delete(config.digest);
    const read = await readImage(openRegistryClient(), image, digest);
    const parts = read?.platforms.map(({ platform, manifest, config }) => [
      platform,
      manifest !== undefined,
      config !== undefined,
    ]);
    assert.deepEqual(parts, [
      ["linux/amd64", false, false],
      ["linux/arm64", true, false],
      ["unknown/unknown", false, false],
    ]);
  });
});
