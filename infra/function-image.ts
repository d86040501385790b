// Owns FunctionImage: one function as one checked image for every platform.
import * as dockerBuild from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import { platforms } from "../catalog/index.ts";
import type { ImageProvider } from "./image-provider.ts";
import type { PublishMode } from "./settings.ts";

/** What a function's image is made of and where it goes. */
export interface FunctionImageArgs {
  /** Image name without tag or digest, `registry/path/name`. */
  readonly repository: pulumi.Input<string>;
  /** Tags without the image's name, such as `v1.2.3`. */
  readonly tags: readonly string[];
  /** Build context: a folder, relative to the project's root so that it is the same on all machines. */
  readonly context: string;
  /** The whole Dockerfile, its check and release stages, bases and labels included: a path, likewise relative. */
  readonly recipe: string;
  readonly publish: PublishMode;
  /** Name of the builder in the machine's buildx store. */
  readonly builder: pulumi.Input<string>;
  /** Known as soon as that builder can be used; a preview that does not know it yet skips the build. */
  readonly builderReady: pulumi.Input<true>;
  /** What must exist before a push. */
  readonly needs?: readonly pulumi.Resource[];
  readonly builtBy: ImageProvider;
}

/**
 * One function's image. What changes with its sources is in files alone: a preview knows the new digest only while no input of
 * the provider's Image differs. Its build runs the function's cases on each platform that it builds, so nothing is pushed or
 * loaded of a function with a failing case. Removing it, or destroying the stack, leaves what is published.
 */
export class FunctionImage extends pulumi.ComponentResource {
  /** The published tags, each `registry/path/name:tag`. */
  readonly tags: pulumi.Output<string[]>;
  /** Digest of the index (of the image, with `publish: load`). */
  readonly digest: pulumi.Output<string>;
  /** Reference by digest, `registry/path/name@sha256:...`. */
  readonly ref: pulumi.Output<string>;

  constructor(name: string, args: FunctionImageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("krm-functions:index:FunctionImage", name, {}, opts);
    const repository = pulumi.output(args.repository);
    this.tags = repository.apply((image) => args.tags.map((tag) => `${image}:${tag}`));

    const image = new dockerBuild.Image(
      name,
      {
        ...publication(args.publish),
        tags: this.tags,
        context: { location: args.context },
        dockerfile: { location: args.recipe },
        // Fixed times in layers and configuration: the same sources give the same digest.
        // The name is that of the build's record, by which the log of a failed one is found. It is the argument that
        // waits for the builder, since its value is the same on every builder.
        buildArgs: {
          SOURCE_DATE_EPOCH: "0",
          BUILDKIT_BUILD_NAME: pulumi.output(args.builderReady).apply(() => name),
        },
        builder: { name: args.builder },
      },
      { parent: this, retainOnDelete: true, ...args.builtBy, dependsOn: [...(args.needs ?? [])] },
    );
    this.digest = image.digest;
    this.ref = pulumi.interpolate`${repository}@${image.digest}`;
    this.registerOutputs({ tags: this.tags, digest: this.digest, ref: this.ref });
  }
}

/**
 * How the provider builds and exports, for each publish mode. A raw export, since only it can rewrite timestamps; `push`
 * stays false, since it would make a preview skip the build (the raw export's push is switched off in a preview).
 */
function publication(
  mode: PublishMode,
): Pick<dockerBuild.ImageArgs, "push" | "load" | "buildOnPreview" | "exports" | "platforms"> {
  const image = "oci-mediatypes=true,rewrite-timestamp=true";
  switch (mode) {
    case "push":
      return {
        push: false,
        buildOnPreview: true,
        exports: [{ raw: `type=registry,${image}` }],
        platforms: [...platforms],
      };
    case "build":
      return {
        push: false,
        buildOnPreview: true,
        exports: [{ raw: `type=image,push=false,${image}` }],
        platforms: [...platforms],
      };
    case "load":
      return { push: false, load: true, platforms: [hostPlatform()] };
  }
}

function hostPlatform(): dockerBuild.Platform {
  return process.arch === "arm64" ? dockerBuild.Platform.Linux_arm64 : dockerBuild.Platform.Linux_amd64;
}
