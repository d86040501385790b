// Owns the choice of the builder.
import type { BuilderKind } from "../settings.ts";
import type { Builder } from "./builder.ts";
import { localBuilder } from "./local.ts";

/** Makes sure of the builder that a stack's settings ask for, in a preview too. */
export function openBuilder(kind: BuilderKind, root: string, platforms: readonly string[]): Promise<Builder> {
  const open = { local: localBuilder };
  return open[kind](root, platforms);
}
