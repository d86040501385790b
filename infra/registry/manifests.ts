// Owns what the program reads of an index: its platforms, with what a pull of each downloads.
import type { Index, Manifest, RegistryClient } from "../../oci/index.ts";
import type { PlatformManifests } from "./registry.ts";

/** The platforms of an index, each with its manifest's digest and the bytes of its configuration and layers. */
export async function readManifests(
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
