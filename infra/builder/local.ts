// Owns the builder `local`: BuildKit on this machine, as a process or in a container of its Docker engine.
import * as pulumi from "@pulumi/pulumi";
import type { Builder } from "./builder.ts";
import { checkBuilder } from "./check.ts";
import { builderName, buildkitVersion, ensureEntry } from "./entry.ts";
import { readLocalServices } from "./services-file.ts";

/** Opens what `npm start` recorded; without a record, a container of the Docker engine. */
export async function localBuilder(root: string, platforms: readonly string[]): Promise<Builder> {
  const services = readLocalServices(root);
  const node = services?.builder ?? { driver: "docker-container", image: `moby/buildkit:${buildkitVersion}` };
  await ensureEntry(node);
  const bootstrap = node.driver === "docker-container";
  await checkBuilder(platforms, { bootstrap, cure: "run `npm start`, which starts it again" });
  return { name: builderName, ready: pulumi.output(true) };
}
