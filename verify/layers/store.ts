// Owns reading each layer once: scans are kept by digest, under which a layer never changes.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Problems } from "../../catalog/problems.ts";
import { writeWhole } from "../../catalog/write-whole.mjs";
import type { Descriptor, RegistryClient } from "../../oci/index.ts";
import { type LayerFiles, scanLayer } from "./scan.ts";

/** Raised when what is kept of a layer changes. */
const format = 1;

/** Reads layers. */
export interface LayerStore {
  /** What a layer of `image` holds; undefined where the registry does not have it. */
  read(image: string, layer: Descriptor): Promise<LayerFiles | undefined>;
}

/** A store that keeps its scans in `folder`. */
export function openLayerStore(client: RegistryClient, folder: string): LayerStore {
  const known = new Map<string, Promise<LayerFiles | undefined>>();
  const find = async (image: string, layer: Descriptor): Promise<LayerFiles | undefined> => {
    const file = join(folder, `${layer.digest.replace(":", "-")}.json`);
    const kept = await readFile(file, "utf8").then(parse, () => undefined);
    if (kept !== undefined) return kept;
    const bytes = await client.stream(image, layer.digest);
    if (bytes === undefined) return undefined;
    const files = await scan(image, layer, bytes);
    writeWhole(file, JSON.stringify({ format, files }));
    return files;
  };
  return {
    async read(image, layer) {
      const found = known.get(layer.digest) ?? find(image, layer);
      known.set(layer.digest, found);
      // Another image may have what this one has lost.
      if ((await found) === undefined) known.delete(layer.digest);
      return await found;
    },
  };
}

function parse(text: string): LayerFiles | undefined {
  try {
    const kept = JSON.parse(text) as { format?: number; files?: LayerFiles };
    return kept.format === format ? kept.files : undefined;
  } catch {
    return undefined; // Cut, as by a full disk: it is read again.
  }
}

async function scan(
  image: string,
  { digest, mediaType }: Descriptor,
  bytes: AsyncIterable<Uint8Array>,
): Promise<LayerFiles> {
  try {
    return await scanLayer(bytes, mediaType);
  } catch (error) {
    if (error instanceof Problems) throw error;
    const must = `must be a layer that can be unpacked, but: ${(error as Error).message}`;
    throw new Problems("A layer cannot be read:", [{ path: `${image}@${digest}`, must }], { cause: error });
  }
}
