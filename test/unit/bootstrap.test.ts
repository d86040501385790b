// Owns the tests of infra/gcp/bootstrap.sh, against a gcloud that notes its calls and remembers what it made.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, beforeEach, describe, test } from "node:test";
import { root } from "../../tools/paths.ts";

const folder = mkdtempSync(join(tmpdir(), "bootstrap-"));
after(() => rmSync(folder, { recursive: true }));
const calls = join(folder, "calls");
const made = join(folder, "made");

// `describe` finds what `create` made: told apart by the kind and the name, the words around the verb.
const gcloud = `#!/bin/sh
shift # --quiet
shift # --project
echo "$@" >>${calls}
case "$*" in
  *FORBIDDEN*) echo "ERROR: permission denied on the project" >&2; exit 1 ;;
esac
kind=$1-$2 verb=$3 name=$(echo "$4" | tr '/:' '__')
case $verb in
  describe) test -e "${made}/$kind-$name" ;;
  create) touch "${made}/$kind-$name" ;;
esac
`;

beforeEach(() => {
  for (const path of [calls, made]) rmSync(path, { recursive: true, force: true });
  mkdirSync(made);
  writeFileSync(join(folder, "gcloud"), gcloud);
  chmodSync(join(folder, "gcloud"), 0o755);
});

/** Runs the script; `asked` is what it asked gcloud to change. */
function bootstrap(args: readonly string[], path = [folder, process.env.PATH].join(delimiter)) {
  rmSync(calls, { force: true });
  const file = join(root, "infra", "gcp", "bootstrap.sh");
  const { status, stdout, stderr } = spawnSync("/bin/bash", [file, ...args], {
    encoding: "utf8",
    env: { ...process.env, PATH: path },
  });
  const lines = existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n") : [];
  return { status, stdout, stderr, asked: lines.filter((line) => !line.includes(" describe ")) };
}

const apis =
  "services enable cloudkms.googleapis.com cloudresourcemanager.googleapis.com iam.googleapis.com serviceusage.googleapis.com storage.googleapis.com";
const secured = "--versioning --uniform-bucket-level-access --public-access-prevention";

describe("the bootstrap of a project", () => {
  test("makes the state's bucket and the secrets' key, and says what comes next", () => {
    const { status, stdout, asked } = bootstrap(["--project", "krm-prod"]);
    assert.equal(status, 0);
    const [key, ...others] = asked.slice(4);
    assert.deepEqual(asked.slice(0, 4), [
      apis,
      "storage buckets create gs://krm-prod-pulumi-state --location=us --uniform-bucket-level-access --public-access-prevention",
      `storage buckets update gs://krm-prod-pulumi-state ${secured}`,
      "kms keyrings create krm-functions --location=us",
    ]);
    assert.match(
      key ?? "",
      /^kms keys create pulumi-prod --keyring=krm-functions --location=us --purpose=encryption --rotation-period=90d --next-rotation-time=20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
    );
    assert.deepEqual(others, []);
    const name = "projects/krm-prod/locations/us/keyRings/krm-functions/cryptoKeys/pulumi-prod";
    for (const line of [
      "krm-functions:project: krm-prod",
      "krm-functions:stateBucket: krm-prod-pulumi-state",
      `krm-functions:stateKey: ${name}`,
      `npm run pulumi -- stack init --stack prod --secrets-provider gcpkms://${name}`,
    ]) {
      assert.ok(stdout.includes(`  ${line}\n`), line);
    }
  });

  test("makes nothing twice, and sees again that the bucket keeps what it has", () => {
    bootstrap(["--project", "krm-prod"]);
    const { status, asked } = bootstrap(["--project", "krm-prod"]);
    assert.equal(status, 0);
    assert.deepEqual(asked, [apis, `storage buckets update gs://krm-prod-pulumi-state ${secured}`]);
  });

  test("goes on where it was interrupted", () => {
    bootstrap(["--project", "krm-prod"]);
    rmSync(join(made, "kms-keys-pulumi-prod"));
    const { asked } = bootstrap(["--project", "krm-prod"]);
    assert.deepEqual(
      asked.filter((line) => line.includes(" create ")).map((line) => line.split(" ").slice(0, 4).join(" ")),
      ["kms keys create pulumi-prod"],
    );
  });

  test("takes another place, another bucket and another stack", () => {
    const args = [
      "--project",
      "krm-test",
      "--location",
      "europe",
      "--bucket",
      "our-state",
      "--stack",
      "test",
    ];
    const { stdout, asked } = bootstrap(args);
    assert.ok(asked.some((line) => line.startsWith("storage buckets create gs://our-state --location=eu ")));
    assert.ok(asked.includes("kms keyrings create krm-functions --location=europe"));
    assert.match(stdout, /--stack test --secrets-provider gcpkms:\/\/.*\/cryptoKeys\/pulumi-test\n/);
  });

  test("ends at the first thing that gcloud refuses, with gcloud's reason", () => {
    const { status, stdout, stderr } = bootstrap(["--project", "krm-prod", "--bucket", "FORBIDDEN"]);
    assert.notEqual(status, 0);
    assert.match(stderr, /permission denied on the project/);
    assert.equal(stdout, "");
  });

  for (const [args, message] of [
    [[], /^--project: must be the id of a GCP project/],
    [["--project"], /^--project: must be followed by a value/],
    [["--project", "p", "--location", "mars"], /^--location: must be one of us, europe, asia, not "mars"/],
    [["--projects", "p"], /^--projects: is no option; see --help/],
  ] as const) {
    test(`refuses ${JSON.stringify(args)} before it asks for anything`, () => {
      const { status, stderr, asked } = bootstrap(args);
      assert.equal(status, 1);
      assert.match(stderr, message);
      assert.deepEqual(asked, []);
    });
  }

  test("needs gcloud", () => {
    const { status, stderr } = bootstrap(["--project", "krm-prod"], "/nowhere");
    assert.notEqual(status, 0);
    assert.match(stderr, /gcloud: must be on PATH; install the Google Cloud CLI/);
  });

  test("tells its options", () => {
    const { status, stdout, asked } = bootstrap(["--help"]);
    assert.equal(status, 0);
    for (const option of ["--project", "--location", "--bucket", "--stack"])
      assert.ok(stdout.includes(option));
    assert.deepEqual(asked, []);
  });
});
