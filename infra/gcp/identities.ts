// Owns Identities: whom the workflows of one repository on GitHub may act as, without any key.
import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { GithubSettings } from "../settings.ts";
import { inProject, type Project } from "./project.ts";
import { WorkflowAccount, type WorkflowAccountArgs } from "./workflow-account.ts";

/** What the workflows work on. */
export interface IdentitiesArgs {
  readonly project: Project;
  readonly github: GithubSettings;
  readonly repository: gcp.artifactregistry.Repository;
  /** Role that lets the deployment build in the cluster, where there is one. */
  readonly clusterRole?: pulumi.Input<string>;
}

/** What the workflows have to know, for the repository's variables. */
export interface IdentityOutputs {
  /** Full name of the provider, for `workload_identity_provider`. */
  readonly provider: pulumi.Output<string>;
  /** E-mails of the service accounts. */
  readonly deploy: pulumi.Output<string>;
  readonly preview: pulumi.Output<string>;
  readonly drift: pulumi.Output<string>;
}

/**
 * Workload Identity Federation for one repository, known by its numeric ids, with an account for each kind of workflow:
 *
 * - `deploy`, for jobs of the environment `prod`: pushes images and writes the state, and changes nothing else;
 * - `preview`, for pull requests: reads the state and the registry, and writes nothing;
 * - `drift`, for `main` (where schedules run): reads all that the stack declares, and writes nothing.
 */
export class Identities extends pulumi.ComponentResource {
  readonly outputs: IdentityOutputs;

  constructor(name: string, args: IdentitiesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("krm-functions:gcp:Identities", name, {}, opts);
    const { project, github } = args;
    const own = inProject(project, this);

    // A deleted pool's id stays reserved for 30 days.
    const suffix = new random.RandomId(`${name}-pool`, { byteLength: 4 }, { parent: this, protect: true });
    const pool = new gcp.iam.WorkloadIdentityPool(
      name,
      {
        project: project.id,
        workloadIdentityPoolId: pulumi.interpolate`krm-functions-${suffix.hex}`,
        displayName: "KRM functions on GitHub",
        description: `Workflows of github.com/${github.owner}/${github.name}`,
        deletionPolicy: "PREVENT",
      },
      { ...own, protect: true },
    );
    const provider = new gcp.iam.WorkloadIdentityPoolProvider(
      name,
      {
        project: project.id,
        workloadIdentityPoolId: pool.workloadIdentityPoolId,
        workloadIdentityPoolProviderId: "github",
        displayName: "GitHub Actions",
        oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
        attributeMapping: { "google.subject": "assertion.sub" },
        // By number: a name can be given up and taken by somebody else.
        attributeCondition: `assertion.repository_owner_id == "${github.ownerId}" && assertion.repository_id == "${github.repositoryId}"`,
      },
      own,
    );

    const account = (kind: string, more: Pick<WorkflowAccountArgs, "subject" | "display" | "roles">) =>
      new WorkflowAccount(`${name}-${kind}`, { ...args, pool, ...more }, { parent: this });
    const deploy = account("deploy", {
      display: "KRM functions: publishes images",
      subject: "environment:prod",
      roles: {
        repository: "roles/artifactregistry.writer",
        state: "roles/storage.objectUser",
        project: args.clusterRole === undefined ? {} : { builders: args.clusterRole },
      },
    });
    const preview = account("preview", {
      display: "KRM functions: previews pull requests",
      subject: "pull_request",
      roles: {
        repository: "roles/artifactregistry.reader",
        state: "roles/storage.objectViewer",
        project: {},
      },
    });
    const drift = account("drift", {
      display: "KRM functions: looks for drift",
      subject: "ref:refs/heads/main",
      roles: {
        repository: "roles/artifactregistry.reader",
        state: "roles/storage.objectViewer",
        // The second reads who may do what, which the first leaves out.
        project: { viewer: "roles/viewer", policies: "roles/iam.securityReviewer" },
      },
    });
    this.outputs = {
      provider: provider.name,
      deploy: deploy.email,
      preview: preview.email,
      drift: drift.email,
    };
    this.registerOutputs(this.outputs);
  }
}
