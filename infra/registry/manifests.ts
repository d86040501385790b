// Owns what the program reads of an index: its platforms, with what a pull of each downloads.
import { join } from "node:path";
import type { Index, Manifest, RegistryClient } from "../../oci/index.ts";
import { keep, readKept } from "./kept.ts";
import type { PlatformManifests, Registry } from "./registry.ts";

/** Reads the manifests of the indexes below `imagePrefix`; what was read is kept in the clone's cache. */
export function manifestReader(
  client: RegistryClient,
  imagePrefix: string,
  root: string,
): Registry["manifests"] {
  const folder = join(root, ".cache", "manifests");
  return (repository, digest) => keptManifests(client, `${imagePrefix}/${repository}`, digest, folder);
}

/** Manifests never change under a digest: of what was read once, only whether it is still there is asked. */
async function keptManifests(
  client: RegistryClient,
  image: string,
  digest: string,
  folder: string,
): Promise<PlatformManifests | undefined> {
  const known = readKept<PlatformManifests>(folder, digest);
  if (known !== undefined) {
    const there = (await client.digestOf(image, digest)) !== undefined;
    return there ? known : undefined;
  }
  const manifests = await readManifests(client, image, digest);
  if (manifests !== undefined) keep(folder, digest, manifests);
  return manifests;
}

/** The platforms of an index, each with its manifest's digest and the bytes of its configuration and layers. */
async function readManifests(
  client: RegistryClient,
  image: string,
  digest: string,
): Promise<PlatformManifests | undefined> {
  const index = await client.read(image, digest);
  if (index === undefined) return undefined;
  const { manifests = [] } = index.content as Partial<Index>;
  const entries = await Promise.all(
    manifests.map(async ({ digest, platform }) => {
      const { config, layers = [] } = ((await client.read(image, digest))?.content ??
        {}) as Partial<Manifest>;
      const size = [...(config === undefined ? [] : [config]), ...layers].reduce(
        (sum, part) => sum + part.size,
        0,
      );
      return [`${platform?.os}/${platform?.architecture}`, { digest, size }] as const;
    }),
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
