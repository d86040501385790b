// Owns what a builder is to the rest of the program.
import type * as pulumi from "@pulumi/pulumi";

/** A buildx builder that exists on this machine and runs every platform. */
export interface Builder {
  /** Name in the machine's buildx store. */
  readonly name: pulumi.Input<string>;
}
