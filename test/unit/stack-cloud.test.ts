// Owns the tests of what the commands ask of this machine before Pulumi runs a stack on GCP, and where Pulumi finds its state.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, test } from "node:test";
import { engineEnvironment, pulumiEnvironment, type StackPlace } from "../../tools/environment.ts";
import { root } from "../../tools/paths.ts";
import { readPlace, readToolSettings } from "../../tools/settings.ts";
import { stackIn } from "../../tools/stack/argument.ts";
import { requireCloud } from "../../tools/stack/cloud.ts";

const folder = mkdtempSync(join(tmpdir(), "stack-cloud-"));
const { BUILDX_GIT_INFO, GOGC, PULUMI_BACKEND_URL, PULUMI_HOME, PULUMI_PARALLEL, PULUMI_PARALLEL_DIFF } =
  process.env;
beforeEach(() => {
  process.env.PULUMI_HOME = join(folder, "home");
  process.env.PULUMI_BACKEND_URL = "gs://krm-prod-state";
});
after(() => {
  for (const [name, value] of Object.entries({
    BUILDX_GIT_INFO,
    GOGC,
    PULUMI_BACKEND_URL,
    PULUMI_HOME,
    PULUMI_PARALLEL,
    PULUMI_PARALLEL_DIFF,
  })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  rmSync(folder, { recursive: true });
});

/** A clone with the real Pulumi.yaml, where `prod` has these settings. */
function clone(own: string) {
  writeFileSync(join(folder, "Pulumi.yaml"), readFileSync(join(root, "Pulumi.yaml")));
  writeFileSync(join(folder, "Pulumi.prod.yaml"), own);
  return folder;
}

const settings = `config:
  krm-functions:registry: artifact-registry
  krm-functions:project: krm-prod
  krm-functions:stateBucket: krm-prod-state
`;

describe("a stack on GCP", () => {
  test("is checked in full before anything is started for it", () => {
    const broken = `${settings}  krm-functions:builder: gke\n  krm-functions:zones: us-central1-a\n`;
    assert.throws(
      () => readToolSettings(clone(broken), "prod"),
      (error: Error) => {
        assert.match(error.message, /krm-functions:zone: must be set/);
        assert.match(error.message, /krm-functions:zones: is no setting/);
        return true;
      },
    );
  });

  test("needs BuildKit on this machine where it builds there, be it in previews alone", () => {
    const gke = `${settings}  krm-functions:builder: gke\n  krm-functions:zone: us-central1-a\n`;
    assert.equal(readToolSettings(clone(settings), "prod").localBuilder, true);
    assert.equal(readToolSettings(clone(gke), "prod").localBuilder, false);
    const inPreviews = readToolSettings(clone(`${gke}  krm-functions:previewBuilder: local\n`), "prod");
    assert.equal(inPreviews.localBuilder, true);
    assert.equal(inPreviews.registryPort, undefined);
    assert.equal(inPreviews.onGcp, true);
  });

  test("the committed one lacks nothing but its owner's project, if that", () => {
    let lines: readonly string[] = [];
    try {
      readToolSettings(root, "prod");
    } catch (error) {
      lines = (error as Error).message.split("\n").slice(1);
    }
    for (const line of lines) assert.match(line, /Pulumi\.prod\.yaml: krm-functions:project: must be set/);
  });
});

describe("the environment of a stack", () => {
  const env = (place: Partial<StackPlace>) =>
    pulumiEnvironment(folder, { env: {} }, { buildsHere: false, ...place });
  const inBucket = () => env({ stateBucket: "krm-prod-state" }).PULUMI_BACKEND_URL;
  const local = `file://${join(folder, ".cache", "state")}`;

  test("has its state in its bucket, if it names one, else in the clone", () => {
    delete process.env.PULUMI_BACKEND_URL;
    assert.equal(readPlace(clone(settings), "prod").stateBucket, "krm-prod-state");
    assert.equal(readPlace(folder, "dev").stateBucket, undefined);
    assert.equal(inBucket(), "gs://krm-prod-state");
    assert.equal(env({}).PULUMI_BACKEND_URL, local);
  });

  test("has the state of another stack than dev where the user says, but not where a shell was set up for dev", () => {
    process.env.PULUMI_BACKEND_URL = "file:///elsewhere";
    assert.equal(inBucket(), "file:///elsewhere");
    assert.equal(env({}).PULUMI_BACKEND_URL, local);
    process.env.PULUMI_BACKEND_URL = local;
    assert.equal(inBucket(), "gs://krm-prod-state");
  });

  test("lets one build more than there are processors run at once where they run here, or as many as the user says", () => {
    const gke = `${settings}  krm-functions:builder: gke\n`;
    assert.equal(readPlace(clone(settings), "prod").buildsHere, true);
    assert.equal(readPlace(clone(`${gke}  krm-functions:previewBuilder: local\n`), "prod").buildsHere, false);
    const here = String(availableParallelism() + 1);
    delete process.env.PULUMI_PARALLEL;
    assert.equal(env({ buildsHere: true }).PULUMI_PARALLEL, here);
    assert.equal(env({}).PULUMI_PARALLEL, undefined);
    process.env.PULUMI_PARALLEL = "40";
    assert.equal(env({ buildsHere: true }).PULUMI_PARALLEL, "40");
    assert.equal(env({}).PULUMI_PARALLEL, undefined);
  });

  test("lets images be compared with the state side by side, unless the user says otherwise", () => {
    delete process.env.PULUMI_PARALLEL_DIFF;
    assert.equal(env({}).PULUMI_PARALLEL_DIFF, "true");
    process.env.PULUMI_PARALLEL_DIFF = "false";
    assert.equal(env({ buildsHere: true }).PULUMI_PARALLEL_DIFF, "false");
  });

  test("lets the engine collect garbage seldom and git be asked nothing for an image, unless the user says otherwise, and says nothing of it to a shell", () => {
    delete process.env.GOGC;
    delete process.env.BUILDX_GIT_INFO;
    assert.deepEqual(engineEnvironment(), { GOGC: "300", BUILDX_GIT_INFO: "false" });
    const shell = env({ buildsHere: true });
    assert.equal("GOGC" in shell, false);
    assert.equal("BUILDX_GIT_INFO" in shell, false);
    process.env.GOGC = "off";
    process.env.BUILDX_GIT_INFO = "true";
    assert.deepEqual(engineEnvironment(), { GOGC: "off", BUILDX_GIT_INFO: "true" });
  });

  test("does not limit builds elsewhere since a shell was set up for dev", () => {
    process.env.PULUMI_PARALLEL = String(availableParallelism() + 1);
    assert.equal(env({}).PULUMI_PARALLEL, undefined);
    process.env.PULUMI_BACKEND_URL = local;
    assert.equal(env({}).PULUMI_PARALLEL, "0");
  });
});

describe("what a stack on GCP needs of this machine", () => {
  const closed = async () => "no such host";
  const open = async () => undefined;
  const plugins = join(folder, "home", "plugins");
  beforeEach(() => rmSync(plugins, { recursive: true, force: true }));

  test("is told at once, each with its cure", async () => {
    await assert.rejects(requireCloud(root, "prod", closed), (error: Error) => {
      const [title, ...lines] = error.message.split("\n");
      assert.equal(title, 'Stack "prod" cannot be used from here:');
      const [gcp = "", random = "", state = "", ...others] = lines;
      assert.match(
        gcp,
        /plugins\/resource-gcp-v9\..*: must hold the provider .*github\.com cannot be reached: no such host; run `pulumi plugin install resource gcp 9\./,
      );
      assert.match(random, /plugins\/resource-random-v4\./);
      assert.match(
        state,
        /gs:\/\/krm-prod-state: must be reachable, .*; see that this machine reaches storage\.googleapis\.com/,
      );
      assert.deepEqual(others, []);
      return true;
    });
  });

  test("is there where Google and the vendor answer", () => requireCloud(root, "prod", open));

  test("is there without the vendor where the providers are installed, and without a bucket where none is used", async () => {
    for (const name of ["gcp", "random"]) {
      const file = join(root, "node_modules", "@pulumi", name, "package.json");
      const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
      mkdirSync(join(plugins, `resource-${name}-v${version}`), { recursive: true });
    }
    process.env.PULUMI_BACKEND_URL = "file:///elsewhere";
    await requireCloud(root, "prod", closed);
  });
});

test("the stack that a command line names", () => {
  assert.equal(stackIn(["up", "--stack", "prod"]), "prod");
  assert.equal(stackIn(["--stack=prod", "up"]), "prod");
  assert.equal(stackIn(["up", "-s", "prod"]), "prod");
  assert.equal(stackIn(["up"]), undefined);
});
