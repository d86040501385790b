// Owns the choice of the registry.
import type { Settings } from "../settings.ts";
import { existingRegistry } from "./existing.ts";
import { localRegistry } from "./local.ts";
import type { Registry } from "./registry.ts";

/** Opens the registry that a stack's settings ask for. */
export async function openRegistry({ registry, imagePrefix }: Settings, root: string): Promise<Registry> {
  switch (registry.kind) {
    case "local":
      return localRegistry(imagePrefix, root);
    case "existing":
      return existingRegistry(imagePrefix, root);
    case "artifact-registry":
      throw new Error("registry artifact-registry");
  }
}
