// Owns a registry of a test's own: the real program on a free port of loopback, filled and damaged through its API.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Descriptor } from "../../oci/index.ts";
import { openSender, type Send } from "../../oci/request.ts";
import { registryAnswers, registryConfig } from "../../tools/services/registry.ts";
import { ensureTools } from "../../tools/toolchain/index.ts";
import { freePort } from "./project.ts";

/** A running registry. */
export interface TestRegistry {
  /** `localhost:PORT`. */
  readonly address: string;
  /** Each request since the last call, such as `GET /v2/demo/manifests/dev`. */
  takeRequests(): Promise<readonly string[]>;
  /** Stores a blob. */
  putBlob(repository: string, mediaType: string, bytes: Buffer): Promise<Descriptor>;
  /** Makes a blob of one repository a blob of another. */
  mount(from: string, to: string, digest: string): Promise<void>;
  /** Stores a manifest or an index, under its digest or a tag. */
  putManifest(
    repository: string,
    manifest: { readonly mediaType: string },
    tag?: string,
  ): Promise<Descriptor>;
  /** Removes a manifest by digest, or a tag. */
  remove(repository: string, kind: "manifests" | "blobs", reference: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a registry without content. */
export async function startRegistry(): Promise<TestRegistry> {
  const { paths } = await ensureTools(["registry"], () => {});
  // In memory where the system has a folder for that: its data is thousands of small files.
  const parent = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
  const folder = mkdtempSync(join(parent, "krm-functions-registry-"));
  const port = await freePort();
  const config = JSON.parse(registryConfig(join(folder, "data"), port));
  const logged = { ...config, log: { level: "warn", accesslog: { disabled: false } } };
  writeFileSync(join(folder, "config.json"), JSON.stringify(logged));
  const child = spawn(paths.registry ?? "registry", ["serve", join(folder, "config.json")], {
    env: { ...process.env, OTEL_TRACES_EXPORTER: "none" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let log = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  while (!(await registryAnswers(port))) {
    assert.equal(child.exitCode, null, "the registry must start");
    await sleep(10);
  }
  const address = `localhost:${port}`;
  const sendAny = openSender();
  return {
    address,
    ...content(`http://${address}/v2`, sendAny),
    async takeRequests() {
      const end = `/v2/?end=${Math.random()}`;
      await sendAny(`http://${address}${end}`);
      while (!log.includes(end)) await sleep(5);
      const requests = [...log.matchAll(/"([A-Z]+ \/v2\/\S+) HTTP/g)].map(([, request = ""]) => request);
      log = "";
      return requests.filter((line) => !line.includes("/v2/?end="));
    },
    async stop() {
      await ended(child);
      rmSync(folder, { recursive: true });
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => child.once("exit", resolve));
  if (child.kill()) await exit;
}

function content(
  api: string,
  sendAny: Send,
): Pick<TestRegistry, "putBlob" | "mount" | "putManifest" | "remove"> {
  const send = async (method: string, url: string, body?: Buffer, type = "application/octet-stream") => {
    const headers = { "content-type": type };
    const answer = await sendAny(url, body === undefined ? { method } : { method, body, headers });
    assert.ok(answer.ok, `${method} ${url}: ${answer.statusText} ${answer.body}`);
    return answer;
  };
  return {
    async putBlob(repository, mediaType, bytes) {
      const digest = digestOf(bytes);
      const upload = await send("POST", `${api}/${repository}/blobs/uploads/`);
      await send("PUT", `${upload.header("location")}&digest=${digest}`, bytes);
      return { mediaType, digest, size: bytes.length };
    },
    async mount(from, to, digest) {
      await send("POST", `${api}/${to}/blobs/uploads/?mount=${digest}&from=${from}`);
    },
    async putManifest(repository, manifest, tag) {
      const bytes = Buffer.from(JSON.stringify(manifest));
      const digest = digestOf(bytes);
      await send("PUT", `${api}/${repository}/manifests/${tag ?? digest}`, bytes, manifest.mediaType);
      return { mediaType: manifest.mediaType, digest, size: bytes.length };
    },
    async remove(repository, kind, reference) {
      await send("DELETE", `${api}/${repository}/${kind}/${reference}`);
    },
  };
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
