// Owns the choice of the registry.
import type * as pulumi from "@pulumi/pulumi";
import type { Settings } from "../settings.ts";
import { localRegistry } from "./local.ts";

/** Where a stack's images are published. */
export interface Registry {
  /** What every image's name starts with, `host[:port][/path]`. */
  readonly imagePrefix: pulumi.Input<string>;
  /** The repository's own base of that name, as `registry/path@sha256:...`; undefined where the registry provides none. */
  ownBase?(name: string): Promise<{ readonly reference: string; readonly digest: string }>;
  /** The manifests of a published index, by platform; undefined where the program does not read the registry. */
  manifests?(repository: string, digest: string): Promise<PlatformManifests>;
}

/** By platform (`linux/arm64`): the manifest's digest, and the bytes that a pull of it downloads. */
export type PlatformManifests = Readonly<Record<string, { readonly digest: string; readonly size: number }>>;

/** Opens the registry that a stack's settings ask for. */
export function openRegistry(settings: Settings, root: string): Registry {
  switch (settings.registry) {
    case "local":
      return localRegistry(settings.imagePrefix, root);
    case "existing":
      return { imagePrefix: settings.imagePrefix };
  }
}
