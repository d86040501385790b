// Owns images of functions as tests want them, made without a builder: a base, a bundle, configurations, an index.
import { gzipSync } from "node:zlib";
import type { Descriptor, ImageConfig, Index, Manifest } from "../../oci/index.ts";
import type { Published } from "../../verify/index.ts";
import { machines } from "./image.ts";
import type { TestRegistry } from "./registry-process.ts";

const types = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar+gzip",
};

/** A file of a layer: its path without a slash in front, its bytes, and whether it can be run. */
export type File = readonly [path: string, bytes: Buffer, executable?: "executable"];

/** What a test changes of an image before it is pushed. */
export interface Changes {
  readonly config?: (config: ImageConfig, platform: string) => object;
  readonly files?: (platform: string) => readonly File[];
  /** Of the layer that has V8's compiled code. */
  readonly compiled?: (platform: string) => readonly File[];
  readonly manifest?: (manifest: Manifest, platform: string) => Manifest;
  readonly index?: (index: Index) => Index;
  readonly tags?: readonly string[];
  readonly version?: string;
}

/** A layer of files, as a gzip stream of a tar. */
export function layerOf(files: readonly File[]): Buffer {
  const blocks = files.flatMap(([path, bytes, executable]) => {
    const header = Buffer.alloc(512);
    header.write(path, 0);
    header.write(`${executable === undefined ? "0000644" : "0000755"}\0`, 100);
    header.write(`${bytes.length.toString(8).padStart(11, "0")}\0`, 124);
    header.write("        0ustar\x0000", 148);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

/** The first bytes of a program for a platform. */
export function programFor(platform: string): Buffer {
  const header = Buffer.alloc(64);
  header.write("\x7fELF\x02\x01\x01", "latin1");
  header.writeUInt16LE(machines[platform] ?? 0, 18);
  return header;
}

interface Base {
  readonly index: Descriptor;
  /** By platform. */
  readonly layers: ReadonlyMap<string, Descriptor>;
}

/** Pushes images on one base to a registry. */
export class FunctionImages {
  readonly #registry: TestRegistry;
  readonly #platforms: readonly string[];
  #base: Promise<Base> | undefined;

  constructor(registry: TestRegistry, platforms: readonly string[]) {
    this.#registry = registry;
    this.#platforms = platforms;
  }

  /** Pushes a function, by default a good one. */
  async push(name: string, changes: Changes = {}): Promise<Published> {
    const { version = "dev", tags = [version] } = changes;
    this.#base ??= this.#pushBase();
    const base = await this.#base;
    const manifests: Descriptor[] = [];
    for (const platform of this.#platforms)
      manifests.push(await this.#pushFunction(name, platform, base, changes));
    const index = { mediaType: types.index, manifests };
    const changed = { schemaVersion: 2, ...index, ...changes.index?.(index) };
    const { digest } = await this.#registry.putManifest(name, changed);
    for (const tag of tags) await this.#registry.putManifest(name, changed, tag);
    return { name, version, image: `${this.#registry.address}/${name}`, digest, tags };
  }

  async #pushFunction(name: string, platform: string, base: Base, changes: Changes): Promise<Descriptor> {
    const own = changes.files?.(platform) ?? [["app/function.cjs", Buffer.from(`// ${name}\n`)]];
    const compiled = changes.compiled?.(platform) ?? [
      ["app/function.code", Buffer.from(`${name} for ${platform}`)],
    ];
    const layers = [
      base.layers.get(platform) as Descriptor,
      await this.#layer(name, layerOf(own)),
      await this.#layer(name, layerOf(compiled)),
    ];
    await this.#registry.mount("bases/node", name, layers[0]?.digest ?? "");
    const config = configOf(platform, {
      "org.opencontainers.image.title": name,
      "org.opencontainers.image.version": changes.version ?? "dev",
      "org.opencontainers.image.base.name": "bases/node:test",
      "org.opencontainers.image.base.digest": base.index.digest,
      "io.krm-functions.fingerprint": base.index.digest,
    });
    return await this.#pushPlatform(
      name,
      platform,
      changes.config?.(config, platform) ?? config,
      (config) => {
        const manifest = { mediaType: types.manifest, config, layers };
        return changes.manifest?.(manifest, platform) ?? manifest;
      },
    );
  }

  async #pushPlatform(
    name: string,
    platform: string,
    config: object,
    manifestOf: (config: Descriptor) => Manifest,
  ): Promise<Descriptor> {
    const blob = await this.#registry.putBlob(name, types.config, Buffer.from(JSON.stringify(config)));
    const manifest = { schemaVersion: 2, ...manifestOf(blob), mediaType: types.manifest };
    const [os = "", architecture = ""] = platform.split("/");
    return { ...(await this.#registry.putManifest(name, manifest)), platform: { os, architecture } };
  }

  async #pushBase(): Promise<Base> {
    const layers = new Map<string, Descriptor>();
    const manifests: Descriptor[] = [];
    for (const platform of this.#platforms) {
      const layer = layerOf([["nodejs/bin/node", programFor(platform), "executable"]]);
      const pushed = await this.#layer("bases/node", layer);
      layers.set(platform, pushed);
      manifests.push(
        await this.#pushPlatform("bases/node", platform, configOf(platform, {}), (config) => ({
          config,
          layers: [pushed],
        })),
      );
    }
    const index = { schemaVersion: 2, mediaType: types.index, manifests };
    return { layers, index: await this.#registry.putManifest("bases/node", index) };
  }

  #layer(repository: string, bytes: Buffer): Promise<Descriptor> {
    return this.#registry.putBlob(repository, types.layer, bytes);
  }
}

function configOf(platform: string, labels: Readonly<Record<string, string>>): ImageConfig {
  const [os = "", architecture = ""] = platform.split("/");
  return {
    os,
    architecture,
    config: {
      User: "65532",
      Entrypoint: ["node", "/app/start.cjs"],
      Env: ["PATH=/nodejs/bin:/bin"],
      Labels: labels,
    },
  };
}
