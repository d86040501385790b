// Owns what a stack declares on GCP: the registry, who may write to it, and the cluster of the builders.
import type * as gcp from "@pulumi/gcp";
import type { GkeSettings, RegistrySettings, Settings } from "../settings.ts";
import { BuilderCluster } from "./builder-cluster.ts";
import { Identities, type IdentityOutputs } from "./identities.ts";
import { clusterServices, openProject, registryServices } from "./project.ts";
import { PublicRegistry } from "./public-registry.ts";

/** The parts that a stack's settings ask for. */
export interface Cloud {
  readonly repository?: gcp.artifactregistry.Repository;
  readonly cluster?: Pick<BuilderCluster, "endpoint">;
  readonly identities?: IdentityOutputs;
}

type ArtifactRegistry = Extract<RegistrySettings, { kind: "artifact-registry" }>;

/** Declares them, for settings with at least one of a registry and a builder on GCP. */
export function declareCloud(settings: Pick<Settings, "registry" | "builder">): Cloud {
  const registry = settings.registry.kind === "artifact-registry" ? settings.registry : undefined;
  const builder = settings.builder.kind === "gke" ? settings.builder : undefined;
  return declareParts(registry, builder);
}

function declareParts(registry: ArtifactRegistry | undefined, builder: GkeSettings | undefined): Cloud {
  const project = openProject((registry ?? builder)?.project ?? "", [
    ...(registry === undefined ? [] : registryServices),
    ...(builder === undefined ? [] : clusterServices),
  ]);
  const cluster = builder && new BuilderCluster("krm-functions-builders", { ...builder, project });
  const repository = registry && new PublicRegistry("krm-functions", { ...registry, project }).repository;
  const github = registry?.github;
  const clusterRole = cluster === undefined ? {} : { clusterRole: cluster.role };
  const identities =
    repository &&
    github &&
    new Identities("krm-functions", { project, github, repository, ...clusterRole }).outputs;
  return {
    ...(repository === undefined ? {} : { repository }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(identities === undefined ? {} : { identities }),
  };
}
