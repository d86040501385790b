// Owns the choice of the registry.
import type { Settings } from "../settings.ts";
import { localRegistry } from "./local.ts";
import type { Registry } from "./registry.ts";
import { remoteRegistry } from "./remote.ts";

/** Opens the registry that a stack's settings ask for; what the stack creates of it is declared apart. */
export function openRegistry({ registry, imagePrefix }: Settings, root: string): Registry {
  switch (registry.kind) {
    case "local":
      return localRegistry(imagePrefix, root);
    case "existing":
    case "artifact-registry":
      return remoteRegistry(imagePrefix, root);
  }
}
