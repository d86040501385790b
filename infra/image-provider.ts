// Owns the provider of images, with what it tells of each build.
import * as dockerBuild from "@pulumi/docker-build";
import type * as pulumi from "@pulumi/pulumi";
import { buildHooks } from "./build-hooks.ts";
import type { PublishMode } from "./settings.ts";

/** What builds the images of a stack. */
export interface ImageProvider {
  readonly provider: dockerBuild.Provider;
  /** What is told of each build beside what the provider tells. */
  readonly hooks: pulumi.ResourceHookBinding;
}

/**
 * Declares the provider. Its process takes a tenth of a second to start, and so does what calls the hooks: whoever opens it first
 * and reads the catalog then waits for neither.
 */
export function openImageProvider(publish: PublishMode): ImageProvider {
  // Without the host, which it would take from this machine's environment into the state; its process reads that itself.
  return { provider: new dockerBuild.Provider("docker-build", { host: "" }), hooks: buildHooks(publish) };
}
