// Owns the tests of the settings of registries and builders elsewhere: what each kind needs, and what it has no use for.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readSettings } from "../../../infra/settings.ts";

type Values = Readonly<Record<string, string>>;

/** Reads settings as a stack `prod` would that has these values in its file. */
function read(values: Values) {
  const config = { name: "krm-functions", get: (key: string) => values[key], getObject: () => undefined };
  return readSettings(
    config,
    "prod",
    Object.keys(values).map((key) => `krm-functions:${key}`),
  );
}

/** Every line of what is refused, without the file and the project's name. */
function refusals(values: Values): readonly string[] {
  try {
    read(values);
  } catch (error) {
    const [title, ...lines] = (error as Error).message.split("\n");
    assert.equal(title, 'The settings of stack "prod" do not hold:');
    return lines.map((line) => line.replace(/^ {2}Pulumi\.prod\.yaml: krm-functions:/, ""));
  }
  return [];
}

const registry = { registry: "artifact-registry", project: "krm-prod" };
const github = {
  githubRepository: "Example/krm.functions",
  githubRepositoryId: "456789",
  githubOwnerId: "123456",
  stateBucket: "krm-prod-state",
  stateKey: "projects/krm-prod/locations/us/keyRings/r/cryptoKeys/k",
};
const gke = { builder: "gke", zone: "us-central1-a" };

describe("registry artifact-registry", () => {
  test("tells the images' prefix, and needs nothing but a project", () => {
    const settings = read(registry);
    assert.equal(settings.imagePrefix, "us-docker.pkg.dev/krm-prod/krm-functions");
    assert.deepEqual(settings.registry, {
      kind: "artifact-registry",
      project: "krm-prod",
      location: "us",
      repository: "krm-functions",
    });
    const elsewhere = read({ ...registry, location: "europe", repository: "fn" });
    assert.equal(elsewhere.imagePrefix, "europe-docker.pkg.dev/krm-prod/fn");
  });

  test("takes the repository whose workflows act for it", () => {
    const settings = read({ ...registry, ...github });
    assert.equal(settings.stateBucket, "krm-prod-state");
    assert.deepEqual("github" in settings.registry && settings.registry.github, {
      owner: "Example",
      name: "krm.functions",
      ownerId: "123456",
      repositoryId: "456789",
      stateBucket: "krm-prod-state",
      stateKey: github.stateKey,
    });
  });

  test("with workflows needs all that they need, told at once", () => {
    assert.deepEqual(refusals({ ...registry, githubRepository: "Example/fn" }), [
      "githubOwnerId: must be set to a number, since `githubRepository` is set (`gh api repos/Example/fn --jq .owner.id` tells it); write `krm-functions:githubOwnerId: NUMBER` there",
      "githubRepositoryId: must be set to a number, since `githubRepository` is set (`gh api repos/Example/fn --jq .id` tells it); write `krm-functions:githubRepositoryId: NUMBER` there",
      "stateBucket: must be set to the name of the state's bucket, without gs://, since `githubRepository` is set; write `krm-functions:stateBucket: my-state` there",
      "stateKey: must be set to projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY, since `githubRepository` is set; write `krm-functions:stateKey: projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY` there",
    ]);
  });
});

describe("builder gke", () => {
  test("has a place and sizes", () => {
    const { builder, previewBuilder } = read({ ...registry, ...gke, builderCpus: "16", builderNodes: "3" });
    assert.deepEqual(builder, {
      kind: "gke",
      project: "krm-prod",
      zone: "us-central1-a",
      cpus: 16,
      nodes: 3,
    });
    assert.deepEqual(previewBuilder, builder);
  });

  test("can leave previews to the machine that previews", () => {
    const { builder, previewBuilder } = read({ ...registry, ...gke, previewBuilder: "local" });
    assert.equal(builder.kind, "gke");
    assert.deepEqual(previewBuilder, { kind: "local" });
  });

  test("needs a project and a zone, also without a registry of the stack's own", () => {
    const [project, zone, ...others] = refusals({
      registry: "existing",
      imagePrefix: "registry.example",
      builder: "gke",
    });
    assert.match(project ?? "", /^project: must be set to the id of a GCP project, since `builder` is gke/);
    assert.match(zone ?? "", /^zone: must be set to a zone with the machine series N4 and C4A, since/);
    assert.deepEqual(others, []);
  });

  test("and a registry that both need a project ask for it once", () => {
    assert.equal(refusals({ registry: "artifact-registry", ...gke }).length, 1);
  });
});

describe("builder remote", () => {
  const remote = { builder: "remote", builderAddress: "tcp://buildkit.example:1234" };

  test("has an address, and TLS files where it has a certificate to check", () => {
    assert.deepEqual(read(remote).builder, { kind: "remote", address: "tcp://buildkit.example:1234" });
    const files = { builderCaFile: "ca.pem", builderCertFile: "cert.pem", builderKeyFile: "key.pem" };
    assert.deepEqual(read({ ...remote, ...files }).builder, {
      kind: "remote",
      address: "tcp://buildkit.example:1234",
      tls: { ca: "ca.pem", cert: "cert.pem", key: "key.pem" },
    });
  });

  test("may be a socket of this machine", () => {
    const { builder } = read({ ...remote, builderAddress: "unix:///run/buildkitd.sock" });
    assert.equal("address" in builder && builder.address, "unix:///run/buildkitd.sock");
  });

  test("takes a certificate with its key and its authority, or none of them", () => {
    assert.deepEqual(refusals({ ...remote, builderCertFile: "cert.pem" }), [
      "builderCaFile: must be set, since `builderCertFile` is; write `krm-functions:builderCaFile: FILE` there",
      "builderKeyFile: must be set, since `builderCertFile` is; write `krm-functions:builderKeyFile: FILE` there",
    ]);
    assert.deepEqual(refusals({ ...remote, builderCaFile: "ca.pem", builderKeyFile: "key.pem" }), [
      "builderCertFile: must be set, since `builderKeyFile` is; write `krm-functions:builderCertFile: FILE` there",
    ]);
  });

  test("needs an address", () => {
    assert.match(
      refusals({ builder: "remote" })[0] ?? "",
      /^builderAddress: must be set to tcp:\/\/HOST:PORT/,
    );
  });
});

describe("a setting that nothing uses is refused:", () => {
  const unused: readonly (readonly [Values, string])[] = [
    [
      { ...registry, imagePrefix: "registry.example/fn" },
      "imagePrefix: is used only with `registry` local or `registry` existing; remove it there",
    ],
    [
      { project: "krm-prod" },
      "project: is used only with `registry` artifact-registry or `builder` gke; remove it there",
    ],
    [{ repository: "fn" }, "repository: is used only with `registry` artifact-registry; remove it there"],
    [{ zone: "us-central1-a" }, "zone: is used only with `builder` gke; remove it there"],
    [{ builderCpus: "8" }, "builderCpus: is used only with `builder` gke; remove it there"],
    [{ builderAddress: "tcp://b:1" }, "builderAddress: is used only with `builder` remote; remove it there"],
    [
      { ...registry, githubOwnerId: "1" },
      "githubOwnerId: is used only where `githubRepository` is set, for which identities are created; remove it there",
    ],
  ];
  for (const [values, message] of unused) {
    test(JSON.stringify(values), () => assert.deepEqual(refusals(values), [message]));
  }

  test("but not its default, which Pulumi hands to every stack", () => {
    read({ zone: "", builderCpus: "4", githubOwnerId: "0", location: "us" });
  });
});

describe("a setting that cannot be is refused:", () => {
  const wrong: readonly (readonly [Values, RegExp])[] = [
    [{ ...registry, project: "Krm" }, /^project: must be the id of a GCP project, not "Krm"/],
    [
      { ...registry, location: "us-central1" },
      /^location: must be one of "us", "europe", "asia", not "us-central1"/,
    ],
    [
      { ...registry, repository: "Fn" },
      /^repository: must be lower-case letters, digits and hyphens, not "Fn"/,
    ],
    [{ ...registry, ...github, githubRepository: "fn" }, /^githubRepository: must be OWNER\/NAME, not "fn"/],
    [{ ...registry, ...github, githubOwnerId: "Example" }, /^githubOwnerId: must be a number, not "Example"/],
    [
      { stateBucket: "gs://state" },
      /^stateBucket: must be the name of a bucket, without gs:\/\/, not "gs:\/\/state"/,
    ],
    [{ ...registry, ...github, stateKey: "k" }, /^stateKey: must be projects\/.*, not "k"/],
    [{ ...registry, ...gke, zone: "us-central1" }, /^zone: must be a zone .*, not "us-central1"/],
    [{ ...registry, ...gke, builderCpus: "5" }, /^builderCpus: must be one of "4", "8", "16", "32", not "5"/],
    [{ ...registry, ...gke, builderNodes: "0x1" }, /^builderNodes: must be a number from 1 to 20, not "0x1"/],
    [{ previewBuilder: "cloud" }, /^previewBuilder: must be one of "same", "local", not "cloud"/],
    [{ builder: "remote", builderAddress: "b:1234" }, /^builderAddress: must be tcp:.*, not "b:1234"/],
  ];
  for (const [values, message] of wrong) {
    test(String(message), () => {
      const [first = "", ...others] = refusals(values);
      assert.match(first, message);
      assert.deepEqual(others, []);
    });
  }
});
