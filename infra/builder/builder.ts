// Owns what a builder is to the rest of the program.
import type * as pulumi from "@pulumi/pulumi";

/** A buildx builder that runs every platform. */
export interface Builder {
  /** Name in the machine's buildx store; the same for every kind, or each function would show as changed. */
  readonly name: string;
  /**
   * Resolves when the store has the builder and it can be used; unknown in a preview where it is still to be created. It
   * feeds a build argument of every image: with one unknown, the provider skips the build of a preview.
   */
  readonly ready: pulumi.Output<true>;
}
