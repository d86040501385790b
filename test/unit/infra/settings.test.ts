// Owns the tests of the stack's settings: defaults, and every message of a wrong one.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { load } from "js-yaml";
import { defaults } from "../../../infra/settings/keys.ts";
import { knownKeys, readSettings } from "../../../infra/settings.ts";

/** Reads settings as a stack `dev` would that has these values in its file. */
function read(values: Record<string, unknown>) {
  const config = {
    name: "krm-functions",
    get: (key: string) => values[key] as string | undefined,
    getObject: (key: string) => values[key],
  };
  return readSettings(
    config,
    "dev",
    Object.keys(values).map((key) => `krm-functions:${key}`),
  );
}

describe("settings", () => {
  test("defaults", () => {
    assert.deepEqual(read({}), {
      registry: { kind: "local" },
      imagePrefix: "localhost:5001",
      builder: { kind: "local" },
      previewBuilder: { kind: "local" },
      publish: "push",
      guardReleases: false,
      bases: {},
      only: [],
    });
  });

  test("an empty version is the functions' own", () =>
    assert.equal("version" in read({ version: "" }), false));

  test("Pulumi.yaml declares every key, with a description and a default", () => {
    const { config } = load(readFileSync(join(import.meta.dirname, "../../../Pulumi.yaml"), "utf8")) as {
      config: Record<string, { description?: string; default?: unknown }>;
    };
    assert.deepEqual(Object.keys(config).sort(), [...knownKeys].sort());
    for (const [key, { description, default: value }] of Object.entries(config)) {
      assert.ok(description, key);
      assert.deepEqual(value, defaults[key as keyof typeof defaults], key);
    }
  });

  const wrong: readonly (readonly [Record<string, unknown>, string])[] = [
    [
      { registry: "docker" },
      'krm-functions:registry: must be one of "local", "existing", "artifact-registry", not "docker"; write `krm-functions:registry: local` there',
    ],
    [
      { builder: "cloud" },
      'krm-functions:builder: must be one of "local", "remote", "gke", not "cloud"; write `krm-functions:builder: local` there',
    ],
    [
      { guardReleases: "yes" },
      'krm-functions:guardReleases: must be one of "false", "true", not "yes"; write `krm-functions:guardReleases: false` there',
    ],
    [
      { publish: "yes" },
      'krm-functions:publish: must be one of "push", "load", "build", not "yes"; write `krm-functions:publish: push` there',
    ],
    [
      { imagePrefix: "localhost:5001/" },
      'krm-functions:imagePrefix: must be host[:port][/path] in lower case, without a slash at the end, not "localhost:5001/"; write `krm-functions:imagePrefix: localhost:5001` there',
    ],
    [{ imagePrefix: "https://example.com" }, 'not "https://example.com"'],
    [{ imagePrefix: "Example.com/x" }, 'not "Example.com/x"'],
    [
      { bases: { node: "node:22" } },
      'krm-functions:bases.node: must be an image reference with its digest (name@sha256:...), not "node:22"; write `krm-functions:bases: {node: NAME@sha256:DIGEST}` there',
    ],
    [
      { bases: ["node"] },
      'krm-functions:bases: must map each base\'s name to its reference, not "["node"]"; write `krm-functions:bases: {node',
    ],
    [
      { bases: { node: 5 } },
      'krm-functions:bases.node: must be an image reference with its digest (name@sha256:...), not "5"',
    ],
    [
      { only: "set-labels" },
      'krm-functions:only: must be a list of functions\' names, not "set-labels"; write `krm-functions:only: [NAME]` there',
    ],
    [{ publsh: "push" }, "krm-functions:publsh: is no setting; known are registry, imagePrefix, project"],
    [{ publsh: "push" }, "localServices; remove it there"],
  ];
  for (const [values, message] of wrong) {
    test(JSON.stringify(values), () => {
      assert.throws(
        () => read(values),
        (error: Error) => {
          assert.match(error.message, /^The settings of stack "dev" do not hold:\n {2}Pulumi\.dev\.yaml: /);
          assert.ok(error.message.includes(message), error.message);
          return true;
        },
      );
    });
  }

  test("all at once", () => {
    assert.throws(
      () => read({ registry: "x", publish: "y", builder: "z" }),
      (error: Error) => {
        assert.equal(error.message.split("\n").length, 4);
        return true;
      },
    );
  });
});
