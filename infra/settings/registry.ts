// Owns the settings of the registry, and those of the identities that may write to it.
import type { Reader } from "./reader.ts";

const registries = ["local", "existing", "artifact-registry"] as const;
const locations = ["us", "europe", "asia"] as const;

/** Who provides the registry, with what that kind needs. */
export type RegistrySettings =
  | {
      /** `local`: the registry that `npm start` runs on loopback; `existing`: any that the team already has. */
      readonly kind: "local" | "existing";
    }
  | {
      /** A public repository in Google's Artifact Registry, which the stack creates. */
      readonly kind: "artifact-registry";
      /** Id of the GCP project. */
      readonly project: string;
      /** A multi-region. */
      readonly location: (typeof locations)[number];
      readonly repository: string;
      /** Who may act for the stack from GitHub's workflows; unset: no identities are created. */
      readonly github?: GithubSettings;
    };

/** The repository on GitHub whose workflows act for the stack, and the state that they work on. */
export interface GithubSettings {
  readonly owner: string;
  readonly name: string;
  /** Numeric ids as GitHub gives them: unlike the names they are never given to another. */
  readonly ownerId: string;
  readonly repositoryId: string;
  /** Bucket of the stack's state. */
  readonly stateBucket: string;
  /** Cloud KMS key of the stack's secrets, `projects/.../cryptoKeys/NAME`. */
  readonly stateKey: string;
}

const prefixPattern = /^[a-z0-9]+([.-][a-z0-9]+)*(:\d{1,5})?(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
const projectPattern = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
const repositoryPattern = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
const githubPattern = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/[A-Za-z0-9._-]{1,100}$/;
const idPattern = /^[1-9]\d*$/;
const bucketPattern = /^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/;
const keyPattern = /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/;

/** Id of the GCP project that a choice needs. */
export function readProject(reader: Reader, reason: string): string {
  return reader.required("project", reason, projectPattern, "the id of a GCP project", "my-project");
}

/** Reads who provides the registry, and what every image's name starts with there. */
export function readRegistry(reader: Reader): { registry: RegistrySettings; imagePrefix: string } {
  const kind = reader.oneOf("registry", registries);
  if (kind !== "artifact-registry") return { registry: { kind }, imagePrefix: readPrefix(reader) };
  const project = readProject(reader, "since `registry` is artifact-registry");
  const location = reader.oneOf("location", locations);
  const what = "lower-case letters, digits and hyphens";
  const repository = reader.matching("repository", repositoryPattern, what, "krm-functions") ?? "";
  const github = readGithub(reader);
  return {
    registry: { kind, project, location, repository, ...(github === undefined ? {} : { github }) },
    imagePrefix: `${location}-docker.pkg.dev/${project}/${repository}`,
  };
}

function readPrefix(reader: Reader): string {
  const what = "host[:port][/path] in lower case, without a slash at the end";
  return reader.matching("imagePrefix", prefixPattern, what, "localhost:5001") ?? "";
}

/** The bucket of the stack's state, which the tools need too. */
export function readStateBucket(reader: Reader): string | undefined {
  return reader.matching("stateBucket", bucketPattern, "the name of a bucket, without gs://", "my-state");
}

function readGithub(reader: Reader): GithubSettings | undefined {
  const repository = reader.matching("githubRepository", githubPattern, "OWNER/NAME", "OWNER/NAME");
  if (repository === undefined) {
    const without = "is used only where `githubRepository` is set, for which identities are created";
    for (const key of ["githubRepositoryId", "githubOwnerId"] as const) {
      if (reader.isSet(key) && !reader.isSet("githubRepository")) reader.refuse(key, without);
    }
    return undefined;
  }
  const [owner = "", name = ""] = repository.split("/");
  const reason = "since `githubRepository` is set";
  const id = (key: "githubOwnerId" | "githubRepositoryId", field: string) =>
    reader.required(
      key,
      `${reason} (\`gh api repos/${repository} --jq ${field}\` tells it)`,
      idPattern,
      "a number",
      "NUMBER",
    );
  const keyForm = "projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY";
  const bucket = reader.required(
    "stateBucket",
    reason,
    bucketPattern,
    "the name of the state's bucket, without gs://",
    "my-state",
  );
  return {
    owner,
    name,
    ownerId: id("githubOwnerId", ".owner.id"),
    repositoryId: id("githubRepositoryId", ".id"),
    stateBucket: bucket,
    stateKey: reader.required("stateKey", reason, keyPattern, keyForm, keyForm),
  };
}
