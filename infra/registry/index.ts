// Owns the choice of the registry.
import type * as pulumi from "@pulumi/pulumi";
import type { Settings } from "../settings.ts";
import { localRegistry } from "./local.ts";

/** Where a stack's images are published. */
export interface Registry {
  /** What every image's name starts with, `host[:port][/path]`. */
  readonly imagePrefix: pulumi.Input<string>;
  /** Reference by digest of the repository's own base of that name, where this registry serves them. */
  ownBase?(name: string): Promise<string>;
  /** The manifests of an index, by platform; undefined where it is not published. */
  manifests(repository: string, digest: string): Promise<PlatformManifests | undefined>;
}

/** By platform (`linux/arm64`): the manifest's digest, and the bytes that a pull of it downloads. */
export type PlatformManifests = Readonly<Record<string, { readonly digest: string; readonly size: number }>>;

/** Opens the registry that a stack's settings ask for. */
export function openRegistry(settings: Settings, root: string): Registry {
  switch (settings.registry) {
    case "local":
      return localRegistry(settings.imagePrefix, root);
    case "existing":
      // Reading it would take credentials, which this program never holds.
      return { imagePrefix: settings.imagePrefix, manifests: async () => ({}) };
  }
}
