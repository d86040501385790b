// Owns loading what is declared on GCP: its SDKs are loaded by the stacks that need them, and by no other.
import type { Cloud } from "./gcp/index.ts";
import type { Settings } from "./settings.ts";

export type { Cloud } from "./gcp/index.ts";

/**
 * What a stack declares on GCP; nothing where its settings ask for nothing there.
 *
 * @param checked what has to hold before anything is created
 */
export async function openCloud(
  settings: Pick<Settings, "registry" | "builder">,
  checked: Promise<unknown>,
): Promise<Cloud> {
  if (settings.registry.kind !== "artifact-registry" && settings.builder.kind !== "gke") return {};
  await checked;
  const { declareCloud } = await import("./gcp/index.ts");
  return declareCloud(settings);
}
