// Owns the end-to-end test of a stack on GCP: the real engine, programs and images' provider, with GCP's own providers stood in for.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { foreignChanges } from "../../tools/plan/images-only.ts";
import { readEngineLog } from "../../tools/stack/engine-log.ts";
import { copyProject, type Finished, type Project } from "./project.ts";

const base = `registry.invalid/node@sha256:${"0".repeat(64)}`;
const settings = `config:
  krm-functions:registry: artifact-registry
  krm-functions:project: krm-prod
  krm-functions:githubRepository: Example/krm-functions
  krm-functions:githubRepositoryId: 456789
  krm-functions:githubOwnerId: 123456
  krm-functions:stateBucket: krm-prod-state
  krm-functions:stateKey: projects/krm-prod/locations/us/keyRings/r/cryptoKeys/k
  krm-functions:bases: { node: "${base}" }
  krm-functions:builder: gke
  krm-functions:zone: us-central1-a
  krm-functions:only: [set-labels]
`;

let project: Project;
let environment: Record<string, string>;
const pulumi = (args: readonly string[]) =>
  project.npm("pulumi", [...args, "--stack", "prod", "--non-interactive"], environment);

/** Lays a provider for PATH, where the engine looks before it downloads one. */
function standIn(folder: string, name: string): void {
  const manifest = join(import.meta.dirname, "../../node_modules/@pulumi", name, "package.json");
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  const file = join(folder, `pulumi-resource-${name}`);
  const program = join(import.meta.dirname, "..", "cloud", "provider.ts");
  const command = [process.execPath, "--import", import.meta.resolve("tsx"), program, version];
  writeFileSync(file, `#!/bin/sh\nexec ${command.map((word) => `'${word}'`).join(" ")} "$@"\n`);
  chmodSync(file, 0o755);
}

before(async () => {
  project = await copyProject({ port: 5093 });
  project.write("Pulumi.prod.yaml", settings);
  const bin = join(project.root, ".cache", "bin");
  const state = join(project.root, ".cache", "elsewhere");
  for (const folder of [bin, state]) mkdirSync(folder, { recursive: true });
  for (const name of ["gcp", "random"]) standIn(bin, name);
  writeFileSync(join(bin, "gke-gcloud-auth-plugin"), "#!/bin/sh\n");
  chmodSync(join(bin, "gke-gcloud-auth-plugin"), 0o755);
  environment = { PULUMI_BACKEND_URL: `file://${state}`, PATH: [bin, process.env.PATH].join(delimiter) };
  const { code, output } = await pulumi(["stack", "init"]);
  assert.equal(code, 0, output);
});
after(() => project?.remove());

/** The resources of the stack's state, as `type name`. */
async function resources(): Promise<readonly string[]> {
  const { stdout } = await pulumi(["stack", "export"]);
  const { deployment } = JSON.parse(stdout) as { deployment: { resources?: { urn: string }[] } };
  return (deployment.resources ?? []).map(({ urn }) => {
    const [, , types = "", name] = urn.split("::");
    return `${types.split("$").at(-1)} ${name}`;
  });
}

const goneCluster =
  /https:\/\/gke-builders\.invalid: must answer as the API server of the builders' cluster, but: .*; see that this machine reaches it; if the cluster was deleted, run `pulumi refresh`/;
const isWithoutStack = ({ output }: Finished) => !/^\s+at .*\(.*:\d+:\d+\)$/m.test(output);

describe("a stack on GCP", () => {
  test("in its first preview builds nothing, since its cluster is not there, and says so once", async () => {
    const { code, output } = await project.npm("plan", ["--stack", "prod"], environment);
    assert.equal(code, 0, output);
    const [, diagnostics = ""] = output.split("\nDiagnostics:\n");
    const told = diagnostics.match(
      /The builders' cluster is still to be created: this preview builds and checks no function/g,
    );
    assert.equal(told?.length, 1, output);
    assert.match(output, /gcp:container:Cluster +krm-functions-builders +create/);
    assert.match(diagnostics, /Image \(set-labels\):\n +warning: Skipping preview build/);
  });

  test("is no matter of images only then: every resource on GCP is named", () => {
    const file = ".cache/plans/prod/events.jsonl";
    const found = foreignChanges(readEngineLog(project.read(file), file), "ask").map(({ path }) => path);
    for (const type of [
      "artifactregistry/repository:Repository",
      "iam/workloadIdentityPool:WorkloadIdentityPool",
    ])
      assert.ok(
        found.some((urn) => urn.endsWith(`$gcp:${type}::krm-functions`)),
        found.join("\n"),
      );
    assert.ok(found.some((urn) => urn.includes("::pulumi:providers:gcp::")));
    assert.ok(!found.some((urn) => urn.includes("FunctionImage") || urn.includes(":docker-build::")));
  });

  test("with a cluster that does not answer is told what mends that; what was created stays", async () => {
    const finished = await pulumi(["up", "--yes", "--skip-preview"]);
    assert.notEqual(finished.code, 0, finished.output);
    assert.match(finished.output, goneCluster);
    assert.ok(isWithoutStack(finished), finished.output);
    const found = await resources();
    assert.ok(found.includes("gcp:artifactregistry/repository:Repository krm-functions"), found.join("\n"));
    assert.ok(!found.includes("docker-build:index:Image set-labels"));
  });

  test("that is destroyed keeps its registry, who may pull from it, and its identity pool", async () => {
    // Without a preview, which would end the command before anything is deleted.
    const { code, output } = await pulumi(["destroy", "--yes", "--skip-preview"]);
    assert.notEqual(code, 0);
    assert.match(output, /it is protected/);
    const kept = (await resources()).filter((one) => /^(gcp|random):(?!projects\/service:)/.test(one)).sort();
    assert.deepEqual(kept, [
      "gcp:artifactregistry/repository:Repository krm-functions",
      "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember krm-functions-public",
      "gcp:iam/workloadIdentityPool:WorkloadIdentityPool krm-functions",
      "random:index/randomId:RandomId krm-functions-pool",
    ]);
  });
});
