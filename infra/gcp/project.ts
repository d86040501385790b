// Owns what everything on GCP stands on: the provider, and the project's APIs that are switched on for it.
import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

/** The project, for the components that are declared in it. */
export interface Project {
  /** Its id. */
  readonly id: string;
  readonly provider: gcp.Provider;
  /** Its APIs, for which each resource has to wait. */
  readonly services: readonly pulumi.Resource[];
}

/** What the registry and the identities need. */
export const registryServices = [
  "artifactregistry.googleapis.com",
  "cloudkms.googleapis.com",
  "cloudresourcemanager.googleapis.com",
  "containerscanning.googleapis.com",
  "iam.googleapis.com",
  "iamcredentials.googleapis.com",
  "storage.googleapis.com",
  "sts.googleapis.com",
];

/** What the cluster needs. */
export const clusterServices = ["compute.googleapis.com", "container.googleapis.com", "iam.googleapis.com"];

/** Options of a resource in the project; `more` is what else it waits for. */
export function inProject(
  { provider, services }: Project,
  parent: pulumi.Resource,
  more: readonly pulumi.Resource[] = [],
) {
  return { parent, provider, dependsOn: [...services, ...more] } satisfies pulumi.CustomResourceOptions;
}

/** Opens a project as whom Application Default Credentials say: the program holds no credentials. */
export function openProject(id: string, services: readonly string[]): Project {
  // Each resource names its own place. Without a place here the provider would take the one of the machine's
  // environment, and show as changed on the next machine.
  const provider = new gcp.Provider("gcp", { project: id, region: "us-central1", zone: "us-central1-a" });
  return { id, provider, services: new ProjectServices("apis", { id, provider, services }).services };
}

/** Switches on APIs of a project, and never off: what else the project has may need them. */
class ProjectServices extends pulumi.ComponentResource {
  readonly services: readonly pulumi.Resource[];

  constructor(
    name: string,
    args: Pick<Project, "id" | "provider"> & { readonly services: readonly string[] },
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("krm-functions:gcp:ProjectServices", name, {}, opts);
    const { id: project, provider } = args;
    this.services = [...new Set(args.services)].sort().map((service) => {
      const inputs = { project, service, disableOnDestroy: false };
      return new gcp.projects.Service(service, inputs, { parent: this, provider });
    });
    this.registerOutputs();
  }
}
