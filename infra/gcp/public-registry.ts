// Owns PublicRegistry: the repository in Artifact Registry that everybody may pull from.
import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { inProject, type Project } from "./project.ts";

/** Where the images go. */
export interface PublicRegistryArgs {
  readonly project: Project;
  /** A multi-region: `us`, `europe` or `asia`. */
  readonly location: string;
  readonly repository: string;
}

/**
 * A public Docker repository that keeps what it has: neither Pulumi nor the provider deletes or closes it. It has no cleanup policy:
 * one that deletes untagged manifests would break every image, since those that an index has for its platforms have no tags.
 */
export class PublicRegistry extends pulumi.ComponentResource {
  readonly repository: gcp.artifactregistry.Repository;

  constructor(name: string, args: PublicRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("krm-functions:gcp:PublicRegistry", name, {}, opts);
    const { project, location } = args;
    const own = inProject(project, this);

    this.repository = new gcp.artifactregistry.Repository(
      name,
      {
        project: project.id,
        location,
        repositoryId: args.repository,
        format: "DOCKER",
        mode: "STANDARD_REPOSITORY",
        description: "KRM functions: one image for linux/amd64 and linux/arm64 each",
        // Scans where the project scans, which its API containerscanning.googleapis.com switches on.
        vulnerabilityScanningConfig: { enablementConfig: "INHERITED" },
        deletionPolicy: "PREVENT",
      },
      { ...own, protect: true },
    );
    new gcp.artifactregistry.RepositoryIamMember(
      `${name}-public`,
      {
        project: project.id,
        location,
        repository: this.repository.repositoryId,
        role: "roles/artifactregistry.reader",
        member: "allUsers",
      },
      // Without it nobody could pull any more, although the images were still there.
      { ...own, protect: true },
    );
    // So that it is known who pushed an image or moved a tag; reads would log every pull of every user.
    new gcp.projects.IAMAuditConfig(
      `${name}-writes`,
      {
        project: project.id,
        service: "artifactregistry.googleapis.com",
        auditLogConfigs: [{ logType: "DATA_WRITE" }],
      },
      own,
    );
    this.registerOutputs({ repository: this.repository.name });
  }
}
