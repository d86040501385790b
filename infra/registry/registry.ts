// Owns what a registry is to the rest of the program.

/** Where a stack's images are published. */
export interface Registry {
  /** What every image's name starts with, `host[:port][/path]`; known before anything is created. */
  readonly imagePrefix: string;
  /** Reference by digest of the repository's own base of that name, where this registry serves them. */
  ownBase?(name: string): Promise<string>;
  /** The manifests of an index, by platform; undefined where it is not published. */
  manifests(repository: string, digest: string): Promise<PlatformManifests | undefined>;
}

/** By platform (`linux/arm64`): the manifest's digest, and the bytes that a pull of it downloads. */
export type PlatformManifests = Readonly<Record<string, { readonly digest: string; readonly size: number }>>;
