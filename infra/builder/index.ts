// Owns the choice of the builder.
import type * as pulumi from "@pulumi/pulumi";
import type { BuilderKind } from "../settings.ts";
import { localBuilder } from "./local.ts";

/** A buildx builder that exists on this machine and runs every platform. */
export interface Builder {
  /** Name in the machine's buildx store. */
  readonly name: pulumi.Input<string>;
}

/** Makes sure of the builder that a stack's settings ask for, in a preview too. */
export function openBuilder(kind: BuilderKind, root: string, platforms: readonly string[]): Promise<Builder> {
  const open = { local: localBuilder };
  return open[kind](root, platforms);
}
