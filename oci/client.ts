// Owns what is asked of a registry: tags, manifests, blobs; and pointing a tag at a manifest that is there.
// Source: OCI Distribution Specification 1.1, "Pull", "Push" and "Content Discovery".
import { createHash } from "node:crypto";
import { repositoryOf } from "./address.ts";
import { streamBlob } from "./blob-stream.ts";
import { damaged, RegistryProblem } from "./problem.ts";
import { type Access, openTransport, type Patience } from "./transport.ts";

const mediaTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** What a manifest says of a blob, or an index of a manifest. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  /** In bytes. */
  readonly size: number;
  readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An image for several platforms. */
export interface Index {
  readonly mediaType?: string;
  readonly manifests: readonly Descriptor[];
}

/** An image for one platform. */
export interface Manifest {
  readonly mediaType?: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** An image's configuration, as far as it is used. */
export interface ImageConfig {
  readonly architecture: string;
  readonly os: string;
  readonly variant?: string;
  readonly config: {
    readonly User?: string;
    readonly Entrypoint?: readonly string[];
    readonly Cmd?: readonly string[];
    readonly Env?: readonly string[];
    readonly Labels?: Readonly<Record<string, string>>;
  };
}

/** A manifest or an index as the registry has it. */
export interface Stored {
  readonly digest: string;
  readonly mediaType: string;
  /** Its exact bytes, of which `digest` is. */
  readonly bytes: Buffer;
  readonly content: Index | Manifest;
}

/**
 * Asks registries. Images are named `host[:port]/path`, references are tags or digests. Every function throws
 * `RegistryProblem` where the registry does not answer as it should.
 */
export interface RegistryClient {
  /** The digest that a reference points to; undefined where there is no such image. */
  digestOf(image: string, reference: string): Promise<string | undefined>;
  /** What a reference points to; undefined where there is no such image. */
  read(image: string, reference: string): Promise<Stored | undefined>;
  /** A blob's bytes, such as those of a configuration; undefined where it is gone. */
  blob(image: string, digest: string): Promise<Buffer | undefined>;
  /** Whether a blob is there. */
  has(image: string, digest: string): Promise<boolean>;
  /** A large blob's bytes, such as a layer's, as they come; undefined where it is gone. */
  stream(image: string, digest: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** All tags of an image, in the registry's order; none where there is no such image. */
  tags(image: string): Promise<readonly string[]>;
  /** Points `tag` at a manifest whose parts are in the same repository already. */
  tag(image: string, tag: string, stored: Pick<Stored, "bytes" | "mediaType">): Promise<void>;
}

/**
 * Opens a client, which keeps its logins as long as it lives.
 *
 * @param reading what it asks a login for when it reads. Default: `pull`. Some registries answer it with 403 for an image that
 * does not exist yet, and with 404 only whoever may push it
 */
export function openRegistryClient(patience: Patience = {}, reading: Access = "pull"): RegistryClient {
  const transport = openTransport(patience);
  const accept = { accept: mediaTypes.join(", ") };

  const read: RegistryClient["read"] = async (image, reference) => {
    const repository = repositoryOf(image);
    const path = `/v2/${repository.path}/manifests/${reference}`;
    const answer = await transport.send(repository, path, reading, { headers: accept });
    if (!answer.ok) return undefined;
    const { body: bytes } = answer;
    const digest = sha256(bytes);
    if (reference.includes(":")) requireSame(image, reference, digest);
    const content = JSON.parse(bytes.toString()) as Index | Manifest;
    const mediaType = content.mediaType ?? answer.header("content-type") ?? mediaTypes[0] ?? "";
    return { digest, mediaType, bytes, content };
  };

  return {
    read,
    async digestOf(image, reference) {
      const repository = repositoryOf(image);
      const path = `/v2/${repository.path}/manifests/${reference}`;
      const answer = await transport.send(repository, path, reading, { method: "HEAD", headers: accept });
      if (!answer.ok) return undefined;
      // The header is optional in the specification.
      return answer.header("docker-content-digest") ?? (await read(image, reference))?.digest;
    },
    async blob(image, digest) {
      const repository = repositoryOf(image);
      const { ok, body } = await transport.send(
        repository,
        `/v2/${repository.path}/blobs/${digest}`,
        reading,
      );
      if (!ok) return undefined;
      requireSame(image, digest, sha256(body));
      return body;
    },
    async has(image, digest) {
      const repository = repositoryOf(image);
      const path = `/v2/${repository.path}/blobs/${digest}`;
      return (await transport.send(repository, path, reading, { method: "HEAD" })).ok;
    },
    stream: (image, digest) => streamBlob(transport, image, digest, patience.timeout ?? 30_000),
    async tags(image) {
      const repository = repositoryOf(image);
      const tags: string[] = [];
      let path: string | undefined = `/v2/${repository.path}/tags/list?n=1000`;
      while (path !== undefined) {
        const answer = await transport.send(repository, path, reading);
        if (!answer.ok) return tags;
        tags.push(...((JSON.parse(answer.body.toString()) as { tags?: string[] | null }).tags ?? []));
        path = nextPage(answer.header("link"), repository.origin);
      }
      return tags;
    },
    async tag(image, tag, { bytes, mediaType }) {
      const repository = repositoryOf(image);
      const path = `/v2/${repository.path}/manifests/${tag}`;
      const put = { method: "PUT", headers: { "content-type": mediaType }, body: bytes };
      const { ok } = await transport.send(repository, path, "pull,push", put);
      if (ok) return;
      const must = "must hold the manifest that the tag is to point at, but the registry says 404";
      throw new RegistryProblem("refused", { path: `${image}:${tag}`, must });
    },
  };
}

/** Path and query of the next page of a list, by its header `link`. */
function nextPage(link: string | undefined, origin: string): string | undefined {
  const next = /<([^>]+)>;\s*rel="?next"?/.exec(link ?? "")?.[1];
  if (next === undefined) return undefined;
  const { pathname, search } = new URL(next, origin);
  return pathname + search;
}

function sha256(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

function requireSame(image: string, wanted: string, found: string): void {
  if (wanted !== found) throw damaged(image, wanted, found);
}
