// Owns the choice of the builder.
import { join } from "node:path";
import type { BuilderSettings } from "../settings.ts";
import type { Builder } from "./builder.ts";
import { type GkeCluster, gkeBuilder } from "./gke.ts";
import { localBuilder } from "./local.ts";
import { remoteBuilder } from "./remote.ts";

/** Where the program builds. */
export interface BuildPlace {
  /** The project's root folder. */
  readonly root: string;
  /** The stack's folder in the clone's cache, relative to the root. */
  readonly folder: string;
  readonly platforms: readonly string[];
  /** What the stack declares on GCP, of which the builder `gke` needs the cluster. */
  readonly cloud: Promise<{ readonly cluster?: GkeCluster }>;
}

/** Makes sure of the builder that a stack's settings ask for, in a preview too. */
export async function openBuilder(
  settings: BuilderSettings,
  { root, folder, platforms, cloud }: BuildPlace,
): Promise<Builder> {
  switch (settings.kind) {
    case "local":
      return await localBuilder(root, platforms);
    case "remote":
      return await remoteBuilder(settings, root, platforms);
    case "gke": {
      const { cluster } = await cloud;
      if (cluster === undefined) throw new Error("builder gke: its cluster must be declared first");
      return gkeBuilder(cluster, settings, join(root, folder));
    }
  }
}
