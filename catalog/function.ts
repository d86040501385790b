// Owns what the catalog knows of one function: what its folder declares, before anything is bundled or built.
import type { TreeEntry } from "./tree.ts";

/** A kind of functionConfig that a function takes. */
export interface ConfigKind {
  /** Such as `v1` or `fn.kpt.dev/v1alpha1`. */
  readonly apiVersion: string;
  /** Such as `ConfigMap`. */
  readonly kind: string;
  /** One line, for the function's help. */
  readonly description?: string;
}

/** What `function.yaml` carries. */
export interface Declaration {
  /** One line. */
  readonly description: string;
  /** A release `vX.Y.Z`, or a plain tag such as `unstable`. */
  readonly version: string;
  /** Kinds of functionConfig that it takes. Default: none. */
  readonly config: readonly ConfigKind[];
  /** For searching the catalog. Default: none. */
  readonly keywords: readonly string[];
  /** Whether a second run on its own output changes nothing. Default: true. */
  readonly idempotent: boolean;
  /** Upper bound of what it adds to its base on one platform, compressed, in bytes. Default: 300,000. */
  readonly budget: number;
}

/** How an image is made, up to the stage `function`. */
export interface Recipe {
  /** Where it is written, such as `functions/Dockerfile`. */
  readonly path: string;
  /** Whether the function brings it itself; the default recipe ships a bundle of the function's `index.ts`. */
  readonly own: boolean;
  /** Its instructions, without comments and blank lines, with a line feed at the end. */
  readonly text: string;
  /** The bases that it builds on, by name: `["node"]` for `ARG NODE_BASE`. Sorted. */
  readonly bases: readonly string[];
  /** Name of the base that the stage `function` stands on; undefined where that is `scratch` or written as a digest. */
  readonly base?: string;
  /** The entrypoint of the stage `function`: program and arguments. */
  readonly entrypoint: readonly string[];
  /** Its numeric user, such as `65532` or `65532:65532`. */
  readonly user: string;
  /** The `ARG` and `ENV` instructions of the stage `function`. */
  readonly environment: readonly string[];
}

/** A valid function of the catalog. */
export interface CatalogFunction extends Declaration {
  /** The folder's name, which is the image's name. */
  readonly name: string;
  /** The folder, relative to the project's root: `functions/<name>`. */
  readonly folder: string;
  /** The files of its folder, sorted. */
  readonly files: readonly TreeEntry[];
  /** Names of its cases, sorted. */
  readonly cases: readonly string[];
  /** Whether it is written in Go: its folder has a go.mod, and is compiled before the build. */
  readonly go: boolean;
  readonly recipe: Recipe;
}
