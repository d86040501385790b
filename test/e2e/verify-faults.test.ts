// Owns the tests of faults in what a registry holds: each is found and named, in a real registry filled by hand.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { platforms } from "../../catalog/platforms.ts";
import { openRegistryClient, readImage } from "../../oci/index.ts";
import type { Demand } from "../../verify/index.ts";
import { type Changes, programFor } from "./function-images.ts";
import { short, startVerifiedRegistry, usualDemand, type VerifiedRegistry } from "./verified-registry.ts";

describe("verification finds", () => {
  let at: VerifiedRegistry;
  before(async () => {
    at = await startVerifiedRegistry();
  });
  after(() => at.stop());

  /** Pushes a function with changes, and expects exactly these problems. */
  const fault = (
    title: string,
    name: string,
    changes: Changes,
    lines: readonly RegExp[],
    demand?: Demand | null,
  ) =>
    test(title, async () => {
      const found = await at.problemsOf(await at.images.push(name, changes), demand);
      assert.equal(found.length, lines.length, found.join("\n"));
      for (const [index, line] of found.entries()) assert.match(line, lines[index] as RegExp);
    });

  test("an image for one platform in the place of the index", async () => {
    const fn = await at.images.push("single");
    const digest = (await readImage(openRegistryClient(), fn.image, "dev"))?.platforms[0]?.digest ?? "";
    const lines = await at.problemsOf({ ...fn, digest, tags: [] });
    assert.deepEqual(lines, [
      `single@${short(digest)}: must be an index, not one image for linux/amd64; run \`PUBLISH single\``,
    ]);
  });

  fault(
    "an index without a platform",
    "missing",
    { index: ({ manifests }) => ({ manifests: manifests.slice(1) }) },
    [/^missing@\w+: must have an image for linux\/amd64, but has only linux\/arm64; run `PUBLISH missing`$/],
  );
  fault(
    "an index with a platform twice",
    "double",
    { index: ({ manifests }) => ({ manifests: [...manifests, ...manifests.slice(0, 1)] }) },
    [/^double@\w+: must have one image for linux\/amd64, not 2; run/],
  );
  fault(
    "an index with another platform",
    "unknown",
    {
      index: ({ manifests: [first, ...others] }) => ({
        manifests: [
          ...(first === undefined ? [] : [first]),
          ...others,
          ...(first === undefined
            ? []
            : [{ ...first, platform: { os: "unknown", architecture: "unknown" } }]),
        ],
      }),
    },
    [
      /^unknown@\w+: must have images for linux\/amd64 and linux\/arm64 alone, not for "unknown\/unknown"; run/,
    ],
  );

  const onArm =
    (change: (config: { os: string; architecture: string; config: object }) => object): Changes["config"] =>
    (config, platform) =>
      platform === "linux/arm64" ? change(config) : config;
  fault(
    "a configuration of another platform",
    "platform",
    { config: onArm((config) => ({ ...config, architecture: "amd64" })) },
    [/^platform@\w+ \(linux\/arm64\): its configuration must be of its platform, not of "linux\/amd64"$/],
  );
  for (const [user, shown] of [
    ["", ""],
    ["0", "0"],
    ["root", "root"],
    ["nobody", "nobody"],
  ] as const) {
    fault(
      `the user "${shown}"`,
      `user-${shown || "none"}`,
      { config: onArm((config) => ({ ...config, config: { ...config.config, User: user } })) },
      [
        new RegExp(
          `^user-\\w+@\\w+ \\(linux/arm64\\): its user must be a number other than 0.*, not "${shown}"$`,
        ),
      ],
    );
  }
  fault(
    "missing and wrong labels",
    "labels",
    {
      config: onArm((config) => ({
        ...config,
        config: {
          ...config.config,
          Labels: { "org.opencontainers.image.title": "other", "io.krm-functions.fingerprint": "none" },
        },
      })),
    },
    [
      /its label `org\.opencontainers\.image\.title` must be "labels", not "other"$/,
      /must have the label `org\.opencontainers\.image\.version`, "dev"$/,
      /its label `io\.krm-functions\.fingerprint` must be a digest, not "none"$/,
      /must have the label `org\.opencontainers\.image\.base\.digest`, a digest$/,
      /what it adds to its base must be the same layers for every platform, but for compiled code$/,
    ],
  );
  const baseDigest = `sha256:${"0".repeat(64)}`;
  fault(
    "a base that nobody has",
    "baseless",
    {
      config: (config) => ({
        ...config,
        config: {
          ...config.config,
          Labels: {
            ...config.config.Labels,
            "org.opencontainers.image.base.name": "localhost:1/none:1",
            "org.opencontainers.image.base.digest": baseDigest,
          },
        },
      }),
    },
    [/^localhost:1: must answer at/, /^localhost:1: must answer at/],
  );
  fault(
    "layers that are not those of the base",
    "foreign",
    {
      manifest: (manifest, platform) =>
        platform === "linux/arm64" ? { ...manifest, layers: manifest.layers.slice(1) } : manifest,
    },
    [
      /^foreign@\w+ \(linux\/arm64\): its entrypoint "node" must be a file in it$/,
      /^foreign@\w+ \(linux\/arm64\): must stand on the base that its labels name, but its first layers are others$/,
    ],
  );

  const entrypoint = (word: string) => (config: { config: object }) => ({
    ...config,
    config: { ...config.config, Entrypoint: [word] },
  });
  fault(
    "a program of another machine",
    "machine",
    {
      files: () => [["app/program", programFor("linux/amd64"), "executable"]],
      config: entrypoint("/app/program"),
    },
    [/^machine@\w+ \(linux\/arm64\): its entrypoint "\/app\/program" must be of ELF machine 183, not "62"$/],
  );
  fault(
    "an entrypoint that is a script, and one that cannot be started",
    "script",
    { files: () => [["app/program", Buffer.from("#!/bin/sh\n")]], config: entrypoint("/app/program") },
    platforms.flatMap(() => [
      /its entrypoint "\/app\/program" must be executable$/,
      /its entrypoint "\/app\/program" must be an ELF program$/,
    ]),
  );

  fault(
    "nothing in a program of each platform's own, without a base",
    "scratch",
    {
      files: (platform) => [["function", programFor(platform), "executable"]],
      manifest: (manifest) => ({ ...manifest, layers: manifest.layers.slice(1) }),
      config: ({ config, ...platform }) => {
        const own = Object.entries(config.Labels ?? {}).filter(([label]) => !label.includes(".base."));
        return {
          ...platform,
          config: { ...config, Entrypoint: ["/function"], Labels: Object.fromEntries(own) },
        };
      },
    },
    [],
    { ...usualDemand, ownRecipe: true, hasBase: false },
  );

  const perPlatform: Changes = { files: (platform) => [["app/function.cjs", Buffer.from(platform)]] };
  const differs =
    /^differs@\w+: what it adds to its base must be the same layers for every platform, but for compiled code$/;
  fault("application layers that differ", "differs", perPlatform, [differs]);
  const besideCode: Changes = {
    compiled: (platform) => [
      ["app/function.code", Buffer.from(platform)],
      ["app/js-yaml.cjs", Buffer.from(platform)],
    ],
  };
  fault("something else that differs beside compiled code", "differs", besideCode, [differs]);
  fault("application layers that differ, as a recipe of its own may have it", "own", perPlatform, [], {
    ...usualDemand,
    ownRecipe: true,
  });
  fault(
    "a function over its budget",
    "large",
    {},
    platforms.map(
      (platform) =>
        new RegExp(
          `^large@\\w+ \\(${platform}\\): what it adds to its base must be at most 50 bytes, the function's budget, not "\\d+"; make it smaller`,
        ),
    ),
    { ...usualDemand, budget: 50 },
  );
  fault(
    "a function that the catalog does not have",
    "removed",
    {},
    [/^functions\/removed: must be there: it says what its image must be like; update the stack/],
    null,
  );
});
