// Owns the choice of the builder.
import type { BuilderSettings } from "../settings.ts";
import type { Builder } from "./builder.ts";
import { localBuilder } from "./local.ts";

/** Makes sure of the builder that a stack's settings ask for, in a preview too. */
export function openBuilder(
  settings: BuilderSettings,
  root: string,
  platforms: readonly string[],
): Promise<Builder> {
  switch (settings.kind) {
    case "local":
      return localBuilder(root, platforms);
    case "remote":
    case "gke":
      throw new Error(`builder ${settings.kind}`);
  }
}
