// Owns the registry `local`: the one that `npm start` runs on loopback, which also serves the repository's own bases.
import { ownBase } from "../../bases/index.ts";
import { Problems } from "../../catalog/problems.ts";
import { openRegistryClient } from "../../oci/index.ts";
import { manifestReader } from "./manifests.ts";
import type { Registry } from "./registry.ts";

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
    manifests: manifestReader(client, imagePrefix, root),
  };
}
