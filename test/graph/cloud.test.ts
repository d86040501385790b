// Owns the goldens of what a stack declares on GCP beside its images, for each builder, over a frozen catalog.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { readCatalog } from "../../catalog/index.ts";
import { openCloud } from "../../infra/cloud.ts";
import { openImageProvider } from "../../infra/image-provider.ts";
import { declareImages } from "../../infra/images.ts";
import { readSettings } from "../../infra/settings.ts";
import { assertGolden } from "./golden.ts";
import { type Recorded, record } from "./recorder.ts";

const root = join(import.meta.dirname, "..", "fixtures", "graph");

const production = {
  registry: "artifact-registry",
  project: "krm-prod",
  githubRepository: "Example/krm-functions",
  githubRepositoryId: "456789",
  githubOwnerId: "123456",
  stateBucket: "krm-prod-state",
  stateKey: "projects/krm-prod/locations/us/keyRings/krm-functions/cryptoKeys/pulumi",
};

/** What a stack with these settings declares. */
async function declare(values: Record<string, string>) {
  const config = {
    name: "krm-functions",
    get: (key: string) => values[key],
    getObject: () => undefined,
  };
  const settings = readSettings(config, "prod", []);
  const functions = await readCatalog(root);
  const buildable = functions.map((fn) => ({
    fn,
    context: { path: `.cache/contexts/${fn.name}` },
    recipe: `.cache/recipes/${fn.name}.Dockerfile`,
  }));
  return record(async () => {
    const cloud = await openCloud(settings, Promise.resolve());
    const endpoint = pulumi.output(cloud.cluster?.endpoint);
    const builder = { name: "krm-functions", ready: endpoint.apply((): true => true) };
    const registry = { imagePrefix: settings.imagePrefix, manifests: async () => ({}) };
    const needs = cloud.repository === undefined ? [] : [cloud.repository];
    const { publish } = settings;
    const builtBy = openImageProvider(publish);
    const images = declareImages(buildable, { registry, builder, builtBy, publish, needs });
    const { identities } = cloud;
    return { tags: Object.values(images).flatMap(({ tags }) => tags), identities, endpoint };
  });
}

const builders = {
  local: {},
  remote: { builder: "remote", builderAddress: "tcp://buildkit.example:1234" },
  gke: { builder: "gke", zone: "us-central1-a", builderCpus: "8", builderNodes: "2" },
};

const isImage = ({ type }: Recorded) => type === "docker-build:index:Image";

describe("what a stack declares on GCP", () => {
  test("with builder local", async () => assertGolden("cloud-local", await declare(production)));

  test("with builder gke", async () =>
    assertGolden("cloud-gke", await declare({ ...production, ...builders.gke })));

  test("builder remote adds nothing", async () => {
    const { resources } = await declare({ ...production, ...builders.remote });
    assert.deepEqual(resources, (await declare(production)).resources);
  });

  test("no builder shows an image as changed", async () => {
    const imagesOn = async (builder: Record<string, string>) => {
      const { resources } = await declare({ ...production, ...builder });
      return resources.filter(isImage).map(({ inputs }) => inputs);
    };
    const local = await imagesOn(builders.local);
    assert.equal(local.length, 2);
    assert.deepEqual(await imagesOn(builders.remote), local);
    assert.deepEqual(await imagesOn(builders.gke), local);
  });

  test("a cluster without a registry, for images that go elsewhere", async () => {
    const { resources } = await declare({
      registry: "existing",
      imagePrefix: "registry.example/krm",
      project: "krm-prod",
      ...builders.gke,
    });
    const types = new Set(resources.map(({ type }) => type));
    assert.ok(types.has("gcp:container/cluster:Cluster"));
    assert.ok(!types.has("gcp:artifactregistry/repository:Repository"));
    assert.ok(!types.has("random:index/randomId:RandomId"));
  });

  test("without a repository on GitHub there are no identities", async () => {
    const { resources, outputs } = await declare({ registry: "artifact-registry", project: "krm-prod" });
    assert.equal(outputs.identities, undefined);
    assert.ok(
      !resources.some(({ type }) => type.startsWith("gcp:iam/") || type.startsWith("gcp:serviceaccount/")),
    );
  });
});

describe("what must not be lost", () => {
  test("is protected; images are kept without it, so that they can be taken out of the stack", async () => {
    const { resources } = await declare({ ...production, ...builders.gke });
    const kept = resources.filter(({ protect }) => protect).map(({ type }) => type);
    assert.deepEqual(kept, [
      "gcp:artifactregistry/repository:Repository",
      "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember",
      "gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
      "random:index/randomId:RandomId",
    ]);
    for (const image of resources.filter(isImage)) assert.equal(image.retainOnDelete, true);
  });

  test("every resource on GCP names its project's APIs, or something that does", async () => {
    const { resources } = await declare({ ...production, ...builders.gke });
    const apis = resources.filter(({ type }) => type === "gcp:projects/service:Service");
    assert.ok(apis.every(({ inputs }) => inputs.disableOnDestroy === false));
    const others = resources.filter(
      ({ type }) => type.startsWith("gcp:") && !apis.some((api) => api.type === type),
    );
    for (const { name, dependsOn = [] } of others) {
      for (const api of apis)
        assert.ok(dependsOn.includes(`${api.type}::${api.name}`), `${name}: ${api.name}`);
    }
  });

  test("everything on GCP goes through the stack's own provider", async () => {
    const { resources } = await declare({ ...production, ...builders.gke });
    for (const { type, name, provider } of resources) {
      if (type.startsWith("gcp:")) assert.equal(provider, "gcp", name);
    }
  });
});
