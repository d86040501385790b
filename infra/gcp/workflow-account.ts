// Owns WorkflowAccount: a service account that workflows with one subject act as, and what it may do.
import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { GithubSettings } from "../settings.ts";
import { inProject, type Project } from "./project.ts";

/** Who acts as the account, and what for. */
export interface WorkflowAccountArgs {
  readonly project: Project;
  readonly github: GithubSettings;
  readonly pool: gcp.iam.WorkloadIdentityPool;
  readonly repository: gcp.artifactregistry.Repository;
  /** What the account is for, as the console shows it. */
  readonly display: string;
  /** What GitHub's token says behind the repository, such as `environment:prod`. */
  readonly subject: string;
  readonly roles: {
    /** On the repository of images. */
    readonly repository: string;
    /** On the bucket of the state. */
    readonly state: string;
    /** On the whole project, by a short name. */
    readonly project: Readonly<Record<string, pulumi.Input<string>>>;
  };
}

/** A service account without keys. Beside its roles it may decrypt the stack's secrets, which every run of Pulumi does. */
export class WorkflowAccount extends pulumi.ComponentResource {
  readonly email: pulumi.Output<string>;

  constructor(name: string, args: WorkflowAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super("krm-functions:gcp:WorkflowAccount", name, {}, opts);
    const { project, github, repository, roles } = args;
    const own = inProject(project, this);

    const account = new gcp.serviceaccount.Account(
      name,
      { project: project.id, accountId: name, displayName: args.display },
      own,
    );
    const { member } = account;
    for (const [form, subject] of Object.entries(subjects(github, args.subject))) {
      new gcp.serviceaccount.IAMMember(
        `${name}-${form}`,
        {
          serviceAccountId: account.name,
          role: "roles/iam.workloadIdentityUser",
          member: pulumi.interpolate`principal://iam.googleapis.com/${args.pool.name}/subject/${subject}`,
        },
        own,
      );
    }
    new gcp.artifactregistry.RepositoryIamMember(
      `${name}-images`,
      {
        project: project.id,
        location: repository.location,
        repository: repository.repositoryId,
        role: roles.repository,
        member,
      },
      own,
    );
    new gcp.storage.BucketIAMMember(
      `${name}-state`,
      { bucket: github.stateBucket, role: roles.state, member },
      own,
    );
    new gcp.kms.CryptoKeyIAMMember(
      `${name}-secrets`,
      { cryptoKeyId: github.stateKey, role: "roles/cloudkms.cryptoKeyDecrypter", member },
      own,
    );
    for (const [short, role] of Object.entries(roles.project)) {
      new gcp.projects.IAMMember(`${name}-${short}`, { project: project.id, role, member }, own);
    }
    this.email = account.email;
    this.registerOutputs({ email: this.email });
  }
}

/**
 * The subject in both forms that GitHub gives it: repositories made or renamed since July 2026 have the numeric ids in it.
 * Source: https://docs.github.com/en/actions/reference/security/oidc
 */
function subjects({ owner, name, ownerId, repositoryId }: GithubSettings, what: string) {
  return {
    named: `repo:${owner}/${name}:${what}`,
    numbered: `repo:${owner}@${ownerId}/${name}@${repositoryId}:${what}`,
  };
}
