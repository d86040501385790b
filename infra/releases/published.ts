// Owns reading what a registry has of a function's releases: its tags, and the image under the version's own.
import type { PublishedRelease } from "../../catalog/index.ts";
import { type RegistryClient, readImage } from "../../oci/index.ts";
import { keep, readKept } from "../registry/kept.ts";

/** What a registry has of one function. */
export interface PublishedTags {
  /** All its tags. */
  readonly tags: readonly string[];
  /** The image of the version that was asked for, where that is published. */
  readonly release?: PublishedRelease;
}

/**
 * Asks a registry for an image's tags and one version of it. What a digest stands for never changes: it is read once, and kept
 * in `folder`.
 *
 * @param image `host[:port]/path`
 * @throws RegistryProblem where the registry does not answer as it should
 */
export async function readPublished(
  client: RegistryClient,
  image: string,
  version: string,
  folder: string,
): Promise<PublishedTags> {
  const [tags, digest] = await Promise.all([client.tags(image), client.digestOf(image, version)]);
  const release = digest === undefined ? undefined : await readRelease(client, image, digest, folder);
  return release === undefined ? { tags } : { tags, release };
}

async function readRelease(
  client: RegistryClient,
  image: string,
  digest: string,
  folder: string,
): Promise<PublishedRelease | undefined> {
  const kept = readKept<PublishedRelease>(folder, digest);
  if (kept !== undefined) return kept;
  const found = await readImage(client, image, digest);
  if (found === undefined) return undefined;
  const release = {
    digest,
    isIndex: found.isIndex,
    platforms: found.platforms.map(({ platform, config }) => ({
      platform,
      labels: config === undefined ? undefined : (config.config.Labels ?? {}),
    })),
  };
  // What is lost may be brought back.
  if (release.platforms.every(({ labels }) => labels !== undefined)) keep(folder, digest, release);
  return release;
}
