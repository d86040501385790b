// Owns the choice of the registry.
import type { Settings } from "../settings.ts";
import { localRegistry } from "./local.ts";
import type { Registry } from "./registry.ts";

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
