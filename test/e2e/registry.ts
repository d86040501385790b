// Owns what the end-to-end tests read of a registry: indexes, manifests, configurations and layers, as they are served.
import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";

const accept = "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json";

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: { readonly os: string; readonly architecture: string };
}

export interface ImageConfig {
  readonly architecture: string;
  readonly os: string;
  readonly config: {
    readonly User?: string;
    readonly Entrypoint?: readonly string[];
    readonly Env?: readonly string[];
    readonly Labels?: Readonly<Record<string, string>>;
  };
}

/** One platform's image of an index. */
export interface PlatformImage {
  readonly platform: string;
  readonly layers: readonly Descriptor[];
  readonly config: ImageConfig;
}

/** Digest that a tag points to; undefined where there is none. */
export async function tagDigest(registry: string, name: string, tag: string): Promise<string | undefined> {
  const response = await fetch(`http://${registry}/v2/${name}/manifests/${tag}`, {
    method: "HEAD",
    headers: { accept },
  });
  return response.ok ? (response.headers.get("docker-content-digest") ?? undefined) : undefined;
}

/** The tags of a repository. */
export async function tagsOf(registry: string, name: string): Promise<readonly string[]> {
  const response = await fetch(`http://${registry}/v2/${name}/tags/list`);
  return ((await response.json()) as { tags: string[] }).tags;
}

/** Names of all repositories of a registry, sorted. */
export async function repositories(registry: string): Promise<readonly string[]> {
  const response = await fetch(`http://${registry}/v2/_catalog`);
  return ((await response.json()) as { repositories: string[] }).repositories.sort();
}

/** The platform images of an index, in its order. */
export async function readIndex(
  registry: string,
  name: string,
  reference: string,
): Promise<readonly PlatformImage[]> {
  const index = await getJson<{ mediaType: string; manifests: readonly Descriptor[] }>(
    registry,
    name,
    "manifests",
    reference,
  );
  assert.equal(index.mediaType, "application/vnd.oci.image.index.v1+json");
  return Promise.all(
    index.manifests.map(async ({ digest, platform }) => {
      const manifest = await getJson<{ config: Descriptor; layers: readonly Descriptor[] }>(
        registry,
        name,
        "manifests",
        digest,
      );
      const config = await getJson<ImageConfig>(registry, name, "blobs", manifest.config.digest);
      return { platform: `${platform?.os}/${platform?.architecture}`, layers: manifest.layers, config };
    }),
  );
}

/** The first bytes of a file in a layer (ustar, gzip), by the file's path without a slash in front. */
export async function readLayerFile(
  registry: string,
  name: string,
  layer: Descriptor,
  path: string,
): Promise<Buffer | undefined> {
  const response = await fetch(`http://${registry}/v2/${name}/blobs/${layer.digest}`);
  const tar = gunzipSync(Buffer.from(await response.arrayBuffer()));
  for (let at = 0; at + 512 <= tar.length; ) {
    const field = (from: number, length: number) =>
      tar.toString("latin1", at + from, at + from + length).split("\0")[0] ?? "";
    const size = Number.parseInt(field(124, 12), 8) || 0;
    if (field(0, 100) === path) return tar.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return undefined;
}

async function getJson<T>(
  registry: string,
  name: string,
  kind: "manifests" | "blobs",
  reference: string,
): Promise<T> {
  const response = await fetch(`http://${registry}/v2/${name}/${kind}/${reference}`, { headers: { accept } });
  assert.equal(response.status, 200, `${name}@${reference}`);
  return (await response.json()) as T;
}
