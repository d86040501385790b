// Owns the keys of a stack's configuration: their defaults, as Pulumi.yaml has them, and which choices use a key.

/** Every key with its default; an empty text, list or map and 0 stand for unset. */
export const defaults = {
  registry: "local",
  imagePrefix: "localhost:5001",
  project: "",
  location: "us",
  repository: "krm-functions",
  githubRepository: "",
  githubRepositoryId: 0,
  githubOwnerId: 0,
  stateBucket: "",
  stateKey: "",
  builder: "local",
  previewBuilder: "same",
  builderAddress: "",
  builderCaFile: "",
  builderCertFile: "",
  builderKeyFile: "",
  zone: "",
  builderCpus: 4,
  builderNodes: 1,
  publish: "push",
  version: "",
  guardReleases: false,
  bases: {},
  only: [],
  localServices: "auto",
} as const;

/** A key of the configuration. */
export type Key = keyof typeof defaults;

/** The keys that settings have; `localServices` is read by `tools/` alone. */
export const knownKeys = Object.keys(defaults) as readonly Key[];

/** The keys that only some choices use, with those: one of them must be made where the key is set. */
export const users: Readonly<
  Partial<Record<Key, readonly (readonly [key: "registry" | "builder", value: string])[]>>
> = {
  imagePrefix: [
    ["registry", "local"],
    ["registry", "existing"],
  ],
  project: [
    ["registry", "artifact-registry"],
    ["builder", "gke"],
  ],
  location: [["registry", "artifact-registry"]],
  repository: [["registry", "artifact-registry"]],
  githubRepository: [["registry", "artifact-registry"]],
  githubRepositoryId: [["registry", "artifact-registry"]],
  githubOwnerId: [["registry", "artifact-registry"]],
  stateKey: [["registry", "artifact-registry"]],
  builderAddress: [["builder", "remote"]],
  builderCaFile: [["builder", "remote"]],
  builderCertFile: [["builder", "remote"]],
  builderKeyFile: [["builder", "remote"]],
  zone: [["builder", "gke"]],
  builderCpus: [["builder", "gke"]],
  builderNodes: [["builder", "gke"]],
};
