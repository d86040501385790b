// Owns reading manifests of a registry on loopback: plain HTTP, no credentials.
// Source: OCI Distribution Specification 1.1, "Pull".
import { Problems } from "../../catalog/problems.ts";
import type { PlatformManifests } from "./registry.ts";

const mediaTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

interface Descriptor {
  readonly digest: string;
  readonly size: number;
  readonly platform?: { readonly os: string; readonly architecture: string };
}

interface Manifest {
  readonly manifests?: readonly Descriptor[];
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
}

/** Digest that `repository:tag` points to; undefined where there is no such tag. `address` is host:port. */
export async function digestOf(
  address: string,
  repository: string,
  tag: string,
): Promise<string | undefined> {
  const response = await request(address, repository, tag, "HEAD");
  return response === undefined ? undefined : (response.headers.get("docker-content-digest") ?? undefined);
}

/** The platforms of an index, each with its manifest's digest and the bytes of its configuration and layers. */
export async function readManifests(
  address: string,
  repository: string,
  digest: string,
): Promise<PlatformManifests | undefined> {
  const index = await readManifest(address, repository, digest);
  if (index === undefined) return undefined;
  const entries = await Promise.all(
    (index.manifests ?? []).map(async (entry) => {
      const manifest = await readManifest(address, repository, entry.digest);
      const parts = [...(manifest?.config ? [manifest.config] : []), ...(manifest?.layers ?? [])];
      const size = parts.reduce((sum, part) => sum + part.size, 0);
      return [
        `${entry.platform?.os}/${entry.platform?.architecture}`,
        { digest: entry.digest, size },
      ] as const;
    }),
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function readManifest(
  address: string,
  repository: string,
  reference: string,
): Promise<Manifest | undefined> {
  const response = await request(address, repository, reference, "GET");
  return response === undefined ? undefined : ((await response.json()) as Manifest);
}

async function request(
  address: string,
  repository: string,
  reference: string,
  method: "GET" | "HEAD",
): Promise<Response | undefined> {
  const url = `http://${address}/v2/${repository}/manifests/${reference}`;
  const response = await fetch(url, { method, headers: { accept: mediaTypes.join(", ") } }).catch(
    (error: Error) => {
      const cause = error.cause instanceof Error ? error.cause.message : error.message;
      throw new Problems("The registry cannot be read:", [
        {
          path: address,
          must: `must answer at ${url}, but: ${cause}`,
          cure: "run `npm start`, which starts the local registry",
        },
      ]);
    },
  );
  if (response.status === 404) return undefined;
  if (!response.ok) {
    throw new Problems("The registry cannot be read:", [
      {
        path: address,
        must: `must answer ${url} with 200 or 404, not ${response.status} ${response.statusText}`,
      },
    ]);
  }
  return response;
}
