// Owns the search for what must stay where it is: credentials out of all that is written, services on loopback.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { descendants, listeningAddresses } from "./processes.ts";
import type { World } from "./world.ts";

/** Planted credentials. */
export interface Canary {
  /** Variables of every command: a folder for DOCKER_CONFIG with logins, and a token as CI has them. */
  readonly environment: Record<string, string>;
  /** What must be found nowhere. */
  readonly words: readonly string[];
  /** The header with which the login for a registry on loopback is sent. */
  readonly authorization: string;
  /** Has a login for this registry from now on. */
  logIn(registry: string): void;
  remove(): void;
}

/** Plants credentials. */
export function plantCanary(): Canary {
  const folder = mkdtempSync(join(tmpdir(), "krm-functions-canary-"));
  // Put together here, since the sources of this test are in the project that is searched.
  const [password = "", token = ""] = ["login", "token"].map((of) => `canary-of-the-${of}`);
  const auth = Buffer.from(`robot:${password}`).toString("base64");
  const logIn = (registry: string) => {
    const auths = { "registry.example": { auth }, [registry]: { auth } };
    writeFileSync(join(folder, "config.json"), JSON.stringify({ auths }));
  };
  logIn("localhost:1");
  const named = ["GITHUB_TOKEN", "REGISTRY_PASSWORD", "AWS_SECRET_ACCESS_KEY"];
  return {
    environment: { DOCKER_CONFIG: folder, ...Object.fromEntries(named.map((name) => [name, token])) },
    words: [password, token, auth],
    authorization: `Basic ${auth}`,
    logIn,
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** Declares the tests, which come after those that publish. */
export function testSecrets(world: () => World, canary: Canary): void {
  test("a login is used where the registry asks for one, and by nobody else", async () => {
    const { proxy, say } = world();
    canary.logIn(`localhost:${proxy.port}`);
    proxy.seen.length = 0;
    say("Lets", ["f0", "f1"]);
    proxy.decide = ({ image, authorization }) =>
      image === "f1" && authorization !== canary.authorization
        ? { status: 401, headers: { "www-authenticate": 'Basic realm="test"' } }
        : undefined;
    const { code, output } = await world().up();
    assert.equal(code, 0, output);
    const sent = proxy.seen.filter(({ authorization }) => authorization !== undefined);
    assert.ok(sent.length > 0 && sent.every(({ image }) => image === "f1"));
    await world().converge();
  });

  test("nothing listens beyond loopback: services, Pulumi, program and provider", async () => {
    const { proxy, say } = world();
    say("Passes", ["f0"]);
    const running = world().pulumi("up --yes --skip-preview --suppress-outputs");
    const found = new Map<string, readonly string[]>();
    proxy.decide = () => {
      const services = ["registry", "buildkit"].map((name) => world().pidOf(name));
      const pids = [...services, running.process.pid ?? 0].flatMap((pid) => [pid, ...descendants(pid)]);
      for (const pid of pids) found.set(`${pid}`, listeningAddresses(pid));
      return undefined;
    };
    const { code, output } = await running.finished;
    assert.equal(code, 0, output);
    const addresses = [...found.values()].flat();
    assert.ok(addresses.length >= 3, "the registry, the engine and the provider listen");
    assert.deepEqual(
      [...new Set(addresses)].filter((address) => !["127.0.0.1", "::1"].includes(address)),
      [],
    );
    await world().converge();
  });

  test("no credential is in the state, the logs, the cache, the bundles, the images or what commands print", () => {
    const { project, outputs } = world();
    for (const word of canary.words) {
      for (const output of outputs) assert.ok(!output.includes(word), "printed by a command");
      const grep = ["-rlaF", "--exclude-dir=node_modules", "-e", word, project.root];
      const { status, stdout } = spawnSync("grep", grep, { encoding: "utf8" });
      assert.deepEqual([status, stdout], [1, ""]);
    }
    const blobs = join(project.root, ".cache/services/registry/data/docker/registry/v2/blobs/sha256");
    let layers = 0;
    for (const path of readdirSync(blobs, { recursive: true, encoding: "utf8" })) {
      if (!path.endsWith("/data")) continue;
      const bytes = readFileSync(join(blobs, path));
      if (bytes.readUInt16BE(0) !== 0x1f8b) continue;
      layers++;
      const text = gunzipSync(bytes);
      for (const word of canary.words) assert.ok(!text.includes(word), path);
    }
    assert.ok(layers >= 20, "the layers of the base and of every function");
    const planted = execFileSync("grep", [
      "-rlF",
      canary.words[2] ?? "",
      canary.environment.DOCKER_CONFIG ?? "",
    ]);
    assert.ok(planted.length > 0, "the search finds what is there");
  });
}
