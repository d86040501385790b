// Owns the tests of where an image's registry is, and under which name Docker keeps its login.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { repositoryOf } from "../../../oci/address.ts";
import { findCredentials } from "../../../oci/credentials.ts";

describe("a repository's API is", () => {
  const places = [
    ["registry.example/team/demo", "https://registry.example", "team/demo"],
    ["registry.example:5000/demo", "https://registry.example:5000", "demo"],
    ["localhost:5001/demo", "http://localhost:5001", "demo"],
    ["127.0.0.1:5001/a/b/c", "http://127.0.0.1:5001", "a/b/c"],
    ["docker.io/team/demo", "https://registry-1.docker.io", "team/demo"],
    ["docker.io/node", "https://registry-1.docker.io", "library/node"],
  ] as const;
  for (const [image, origin, path] of places) {
    test(`${origin}/v2/${path} of ${image}`, () => {
      const registry = image.slice(0, image.indexOf("/"));
      assert.deepEqual(repositoryOf(image), { registry, path, origin });
    });
  }
});

test("Docker Hub's login is the one that Docker keeps under its old address", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "credentials-"));
  const { DOCKER_CONFIG } = process.env;
  t.after(() => {
    rmSync(folder, { recursive: true });
    if (DOCKER_CONFIG === undefined) delete process.env.DOCKER_CONFIG;
    else process.env.DOCKER_CONFIG = DOCKER_CONFIG;
  });
  process.env.DOCKER_CONFIG = folder;
  const auth = Buffer.from("me:secret").toString("base64");
  const auths = { "https://index.docker.io/v1/": { auth }, "registry.example": { auth: "" } };
  writeFileSync(join(folder, "config.json"), JSON.stringify({ auths }));
  assert.deepEqual(await findCredentials("docker.io"), { username: "me", password: "secret" });
  assert.equal(await findCredentials("registry.example"), undefined);
});
