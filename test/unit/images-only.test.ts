// Owns the tests of the rule that an update may change images only, on logs that the engine wrote.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { foreignChanges } from "../../tools/plan/images-only.ts";
import { readEngineLog, type Step } from "../../tools/stack/engine-log.ts";

const recorded = (name: string) =>
  readEngineLog(
    readFileSync(join(import.meta.dirname, "..", "fixtures", "engine", `${name}.jsonl`), "utf8"),
    name,
  ).steps;
const found = (steps: readonly Step[]) => foreignChanges({ steps }, "ask");
const stackOf = "urn:pulumi:dev::krm-functions::";

describe("an update of images only", () => {
  test("may create, update and delete functions", () => {
    const steps = recorded("changes");
    const done = new Set(steps.filter(({ urn }) => urn.includes("FunctionImage$")).map(({ op }) => op));
    assert.deepEqual(done, new Set(["create", "update", "delete", "same"]));
    assert.deepEqual(found(steps), []);
    assert.deepEqual(found(recorded("nothing")), []);
  });

  test("may change nothing else: every other resource is named with its operation", () => {
    assert.deepEqual(
      found(recorded("foreign")).map(({ path, must, cure }) => [path, /"(.+)"/.exec(must)?.[1], cure]),
      [
        [`${stackOf}krm-functions:index:Cluster::other`, "create", "ask"],
        [`${stackOf}docker-build:index:Index::other`, "create", "ask"],
      ],
    );
  });

  const repository: Step = {
    op: "same",
    urn: `${stackOf}gcp:artifactregistry/repository:Repository::functions`,
    type: "gcp:artifactregistry/repository:Repository",
    old: { protect: true },
    new: { protect: true },
  };
  for (const op of [
    "create",
    "update",
    "delete",
    "replace",
    "create-replacement",
    "delete-replaced",
    "import",
    "discard",
  ])
    test(`refuses the operation "${op}" on a repository`, () => {
      assert.match(found([{ ...repository, op }])[0]?.must ?? "", new RegExp(`"${op}"`));
      assert.equal(found([{ ...repository, op }]).length, 1);
    });

  for (const op of ["same", "read", "refresh"])
    test(`takes the operation "${op}" on a repository`, () =>
      assert.deepEqual(found([{ ...repository, op }]), []));

  test("may not switch off a protection, which the engine calls the same", () => {
    assert.match(found([{ ...repository, new: {} }])[0]?.must ?? "", /^must keep `protect`$/);
    const kept = { ...repository, old: { retainOnDelete: true, protect: true }, new: null };
    assert.match(found([kept])[0]?.must ?? "", /^must keep `protect` and `retainOnDelete`$/);
    assert.deepEqual(found([{ ...repository, old: {}, new: { protect: true } }]), []);
  });

  test("may not let an image be deleted with its resource", () => {
    const steps = recorded("changes").map((step) => ({
      ...step,
      ...(step.new ? { new: { ...step.new, retainOnDelete: false } } : {}),
      ...(step.old ? { old: { ...step.old, retainOnDelete: false } } : {}),
    }));
    const images = steps.filter(({ urn }) => urn.includes("FunctionImage$"));
    assert.equal(images.length, 5);
    assert.deepEqual(
      found(steps).map(({ path }) => path),
      images.map(({ urn }) => urn),
    );
  });

  test("is not fooled by names and parents", () => {
    const step = (types: string, name: string): Step => ({
      op: "create",
      urn: `${stackOf}${types}::${name}`,
      type: types.split("$").at(-1) ?? "",
      new: { retainOnDelete: true },
    });
    const image = "krm-functions:index:FunctionImage$docker-build:index:Image";
    assert.deepEqual(found([step(image, "a"), step(image, "a::krm-functions:index:Cluster::b")]), []);
    for (const foreign of [
      step("docker-build:index:Image", image),
      step(`krm-functions:index:Registry$${image}`, "a"),
      step(`krm-functions:index:FunctionImage$gcp:projects/iAMMember:IAMMember`, image),
      step("pulumi:providers:gcp", "docker-build"),
    ])
      assert.equal(found([foreign]).length, 1, foreign.urn);
  });
});
