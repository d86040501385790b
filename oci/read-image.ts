// Owns reading a whole image but its layers: the index, and each platform's manifest and configuration.
import type { Descriptor, ImageConfig, Index, Manifest, RegistryClient, Stored } from "./client.ts";

/** An image as a registry has it. */
export interface Image extends Stored {
  /** Whether it is an index, an image for several platforms. */
  readonly isIndex: boolean;
  /** The entries of the index, in its order; of an image that is no index, itself. */
  readonly platforms: readonly PlatformImage[];
}

/** One platform's part of an image. */
export interface PlatformImage {
  /** `os/architecture[/variant]` as the index has it; of an image that is no index, as its configuration has it. */
  readonly platform: string;
  readonly digest: string;
  /** Undefined where the registry has lost it, or where it is no manifest of an image. */
  readonly manifest?: Manifest;
  /** Undefined where the registry has lost it. */
  readonly config?: ImageConfig;
  /** Bytes that a pull of it downloads: its configuration and layers, compressed. */
  readonly size: number;
}

/**
 * Reads what a reference points to; undefined where there is no such image. Takes one request for the index, and one for
 * each manifest and configuration, side by side.
 *
 * @param image `host[:port]/path`
 * @param reference a tag or a digest; or what `client.read` gave, which is then not asked for again
 * @throws RegistryProblem where the registry does not answer as it should
 */
export async function readImage(
  client: RegistryClient,
  image: string,
  reference: string | Stored,
): Promise<Image | undefined> {
  const stored = typeof reference === "string" ? await client.read(image, reference) : reference;
  if (stored === undefined) return undefined;
  const { manifests } = stored.content as Partial<Index>;
  if (manifests === undefined) {
    return { ...stored, isIndex: false, platforms: [await readPlatform(client, image, stored)] };
  }
  const digests = [...new Set(manifests.map(({ digest }) => digest))];
  const parts = await Promise.all(
    digests.map(async (digest) => {
      const manifest = await client.read(image, digest);
      const lost = { platform: "", digest, size: 0 };
      return [digest, manifest === undefined ? lost : await readPlatform(client, image, manifest)] as const;
    }),
  );
  const byDigest = new Map<string, PlatformImage>(parts);
  const platforms = manifests.flatMap(({ digest, platform }) => {
    const part = byDigest.get(digest);
    if (part === undefined) return [];
    return [platform === undefined ? part : { ...part, platform: platformName(platform) }];
  });
  return { ...stored, isIndex: true, platforms };
}

async function readPlatform(
  client: RegistryClient,
  image: string,
  { digest, content }: Stored,
): Promise<PlatformImage> {
  const { config: described, layers } = content as Partial<Manifest>;
  if (described === undefined || layers === undefined) return { platform: "", digest, size: 0 };
  const bytes = await client.blob(image, described.digest);
  const config = bytes === undefined ? undefined : (JSON.parse(bytes.toString()) as ImageConfig);
  return {
    platform: config === undefined ? "" : platformName(config),
    digest,
    size: [described, ...layers].reduce((sum, { size }) => sum + size, 0),
    manifest: content as Manifest,
    ...(config === undefined ? {} : { config }),
  };
}

/** `linux/arm64`, `linux/arm/v7`; the variant v8 of arm64 goes without saying, as its only one. */
export function platformName({ os, architecture, variant }: NonNullable<Descriptor["platform"]>): string {
  const implied = variant === undefined || (architecture === "arm64" && variant === "v8");
  return [os, architecture, ...(implied ? [] : [variant])].join("/");
}
