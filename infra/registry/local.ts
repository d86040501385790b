// Owns the registry `local`: the one that `npm start` runs on loopback, which also serves the repository's own bases.
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ownBase } from "../../bases/index.ts";
import { Problems } from "../../catalog/problems.ts";
import { openRegistryClient, type RegistryClient } from "../../oci/index.ts";
import { readManifests } from "./manifests.ts";
import type { PlatformManifests, Registry } from "./registry.ts";

/** The registry at the host:port that `imagePrefix` starts with. */
export function localRegistry(imagePrefix: string, root: string): Registry {
  const client = openRegistryClient();
  return {
    imagePrefix,
    async ownBase(name) {
      const { repository, tag } = ownBase(root, name);
      const digest = await client.digestOf(`${imagePrefix}/${repository}`, tag);
      if (digest !== undefined) return `${imagePrefix}/${repository}:${tag}@${digest}`;
      throw new Problems("A base image is missing:", [
        {
          path: `${imagePrefix}/${repository}:${tag}`,
          must: "must be in the local registry",
          cure: "run `npm start`, which builds and publishes it",
        },
      ]);
    },
    manifests: (repository, digest) =>
      keptManifests(client, `${imagePrefix}/${repository}`, digest, join(root, ".cache", "manifests")),
  };
}

/** Manifests never change under a digest: of what was read once, only whether it is still there is asked. */
async function keptManifests(
  client: RegistryClient,
  image: string,
  digest: string,
  folder: string,
): Promise<PlatformManifests | undefined> {
  const kept = join(folder, `${digest.replace(":", "-")}.json`);
  const known = await readFile(kept, "utf8").catch(() => undefined);
  if (known !== undefined) {
    const there = (await client.digestOf(image, digest)) !== undefined;
    return there ? (JSON.parse(known) as PlatformManifests) : undefined;
  }
  const manifests = await readManifests(client, image, digest);
  if (manifests === undefined) return undefined;
  await mkdir(folder, { recursive: true });
  await writeFile(`${kept}.${process.pid}`, JSON.stringify(manifests));
  await rename(`${kept}.${process.pid}`, kept);
  return manifests;
}
