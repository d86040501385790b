// Owns the check that an image stands on the base that its labels name: the base's layers are its first ones.
import { ociLabel } from "../catalog/labels.ts";
import { Problems } from "../catalog/problems.ts";
import { type Descriptor, type ImageConfig, type RegistryClient, readImage } from "../oci/index.ts";

/** Finds the layers of bases, each asked for once. */
export interface Bases {
  /**
   * Digests of the layers of the base that a configuration's labels name, for one platform; none where they name no base.
   *
   * @throws Problems where the base cannot be read, or is not for that platform
   */
  layersOf(config: ImageConfig, platform: string): Promise<readonly string[]>;
}

type Layers = ReadonlyMap<string, readonly Descriptor[]>;

/** @param imagePrefix the stack's own: labels name bases below it without it */
export function openBases(client: RegistryClient, imagePrefix: string): Bases {
  const known = new Map<string, Promise<Layers>>();
  return {
    async layersOf({ config }, platform) {
      const name = config?.Labels?.[ociLabel("base.name")];
      const digest = config?.Labels?.[ociLabel("base.digest")];
      if (name === undefined || digest === undefined) return [];
      const key = `${name}@${digest}`;
      const found = known.get(key) ?? readBase(client, candidates(name, imagePrefix), key, digest);
      known.set(key, found);
      const layers = (await found).get(platform);
      if (layers === undefined)
        throw refuse(key, `must be there for ${platform}, as the base that images name`);
      return layers.map(({ digest }) => digest);
    },
  };
}

async function readBase(
  client: RegistryClient,
  images: readonly string[],
  key: string,
  digest: string,
): Promise<Layers> {
  for (const image of images) {
    const base = await readImage(client, image, digest);
    if (base === undefined) continue;
    return new Map(base.platforms.map(({ platform, manifest }) => [platform, manifest?.layers ?? []]));
  }
  throw refuse(key, `must be in ${images.join(" or ")}, as the base that images name`);
}

function refuse(path: string, must: string): Problems {
  const cure = "publish that base again, by that digest";
  return new Problems("A base cannot be read:", [{ path, must, cure }]);
}

/** Where a base is that labels call `name`: its registry, or the stack's own prefix, or Docker's. */
function candidates(name: string, imagePrefix: string): readonly string[] {
  const bare = name.replace(/:[^/:]*$/, "");
  const [host = "", ...path] = bare.split("/");
  if (path.length > 0 && (/[.:]/.test(host) || host === "localhost")) return [bare];
  return [`${imagePrefix}/${bare}`, `docker.io/${path.length === 0 ? `library/${bare}` : bare}`];
}
