// Owns the checks of layers: all are there, the entrypoint is a program of the platform, what the function adds to its base is
// within its budget, and the same for every platform but for V8's compiled code.
import type { Descriptor, PlatformImage, RegistryClient } from "../oci/index.ts";
import type { Bases } from "./base.ts";
import { findProgram } from "./layers/program.ts";
import type { LayerFiles } from "./layers/scan.ts";
import type { LayerStore } from "./layers/store.ts";
import type { Demand, Published, Refuse } from "./published.ts";

/** `e_machine` of an ELF file, by architecture. Source: System V ABI, "ELF Header", and its supplements. */
const machines: Readonly<Record<string, number>> = { amd64: 62, arm64: 183 };

/** What is needed to look into layers. */
export interface LayerSources {
  readonly client: RegistryClient;
  readonly layers: LayerStore;
  readonly bases: Bases;
}

/** Reports layers that the registry has lost; each is asked for once. */
export async function checkLayersThere(
  { image }: Published,
  images: readonly PlatformImage[],
  client: RegistryClient,
  again: string,
  refuse: Refuse,
): Promise<boolean> {
  const digests = new Set(
    images.flatMap(({ manifest }) => manifest?.layers ?? []).map(({ digest }) => digest),
  );
  const there = await Promise.all([...digests].map((digest) => client.has(image, digest)));
  [...digests].forEach((digest, at) => {
    if (there[at] === false) refuse(`${image}@${digest}`, "must be there as a layer", again);
  });
  return !there.includes(false);
}

/** Reports an entrypoint that is no program, or one of another machine. */
export async function checkProgram(
  { image }: Published,
  { platform, digest, manifest, config }: PlatformImage,
  layers: LayerStore,
  refuse: Refuse,
): Promise<void> {
  const [name] = config?.config?.Entrypoint ?? [];
  if (manifest === undefined || config === undefined || name === undefined) return;
  const read = await Promise.all(manifest.layers.map((layer) => layers.read(image, layer)));
  const files = read.filter((one): one is LayerFiles => one !== undefined);
  if (files.length < read.length) return; // What is lost is told by `checkLayersThere`.
  const path = `${image}@${digest} (${platform})`;
  const found = findProgram(name, config.config.Env ?? [], files);
  if (found?.file.kind !== "file") return refuse(path, `its entrypoint "${name}" must be a file in it`);
  const wanted = machines[platform.split("/")[1] ?? ""];
  const { executable, machine } = found.file;
  if (!executable) refuse(path, `its entrypoint "${found.path}" must be executable`);
  if (machine === undefined) refuse(path, `its entrypoint "${found.path}" must be an ELF program`);
  else if (machine !== wanted)
    refuse(path, `its entrypoint "${found.path}" must be of ELF machine ${wanted}, not "${machine}"`);
}

/**
 * Reports an image that does not stand on the base that it names, and what the function adds to it where that is too large.
 *
 * @returns the layers that it adds; undefined where the base is another one
 */
export async function checkApplication(
  { image }: Published,
  { platform, digest, manifest, config }: PlatformImage,
  bases: Bases,
  demand: Demand,
  refuse: Refuse,
): Promise<readonly Descriptor[] | undefined> {
  if (manifest === undefined || config === undefined) return undefined;
  const path = `${image}@${digest} (${platform})`;
  const base = await bases.layersOf(config, platform);
  if (base.some((layer, at) => layer !== manifest.layers[at]?.digest)) {
    refuse(path, "must stand on the base that its labels name, but its first layers are others");
    return undefined;
  }
  const application = manifest.layers.slice(base.length);
  const size = sizeOf(application);
  if (size > demand.budget) {
    const must = `what it adds to its base must be at most ${demand.budget} bytes, the function's budget, not "${size}"`;
    refuse(path, must, "make it smaller, or raise `budget` in its function.yaml");
  }
  return application;
}

/** Reports layers that differ between platforms, where nothing in them is made for one: all but V8's compiled code of a bundle. */
export async function checkSame(
  { image, digest }: Published,
  applications: readonly (readonly Descriptor[] | undefined)[],
  layers: LayerStore,
  demand: Demand,
  refuse: Refuse,
): Promise<void> {
  if (demand.ownRecipe) return;
  const shared = await Promise.all(
    applications
      .filter((application) => application !== undefined)
      .map(async (application) => {
        const compiled = await Promise.all(application.map((layer) => isCompiled(layers, image, layer)));
        return application.filter((_, at) => !compiled[at]).map((layer) => layer.digest);
      }),
  );
  const distinct = new Set(shared.map((digests) => digests.join(" ")));
  if (distinct.size > 1) {
    const must = "what it adds to its base must be the same layers for every platform, but for compiled code";
    refuse(`${image}@${digest}`, must);
  }
}

/** Whether a layer holds V8's compiled code of a bundle and nothing else. */
async function isCompiled(layers: LayerStore, image: string, layer: Descriptor): Promise<boolean> {
  const files = Object.entries((await layers.read(image, layer)) ?? {});
  const paths = files.filter(([, { kind }]) => kind !== "folder").map(([path]) => path);
  return paths.length === 1 && paths[0] === "app/function.code";
}

export function sizeOf(layers: readonly Descriptor[]): number {
  return layers.reduce((sum, { size }) => sum + size, 0);
}
