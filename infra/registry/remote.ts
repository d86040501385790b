// Owns the registries elsewhere, `existing` and `artifact-registry`, as the program reads them.
import { openRegistryClient } from "../../oci/index.ts";
import { manifestReader } from "./manifests.ts";
import type { Registry } from "./registry.ts";

/** The registry below this prefix, read with the login that Docker's clients have on this machine, if any. */
export function remoteRegistry(imagePrefix: string, root: string): Registry {
  return { imagePrefix, manifests: manifestReader(openRegistryClient(), imagePrefix, root) };
}
