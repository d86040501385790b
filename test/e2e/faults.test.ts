// Owns the end-to-end tests of faults: each is injected into real parts, moves no tag to anything unchecked, and the next run goes on.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { testBuilderFaults } from "./faults/builder.ts";
import { testClocks } from "./faults/clocks.ts";
import { testFullDisks } from "./faults/disk.ts";
import { testHarm } from "./faults/harm.ts";
import { testHttpFaults } from "./faults/http.ts";
import { testKills } from "./faults/kills.ts";
import { testRegistryFaults } from "./faults/registry.ts";
import { plantCanary, testSecrets } from "./faults/secrets.ts";
import { testState } from "./faults/state.ts";
import { openWorld, type World } from "./faults/world.ts";

describe("faults", () => {
  let world: World;
  before(async () => {
    world = await openWorld(canary.environment);
  });
  after(async () => {
    await world.remove();
    canary.remove();
  });
  const canary = plantCanary();
  const get = () => world;

  describe("of the registry's answers", () => testHttpFaults(get));
  describe("of the registry", () => testRegistryFaults(get));
  describe("of the run", () => testKills(get));
  describe("of BuildKit", () => testBuilderFaults(get));
  describe("of disks", () => testFullDisks(get));
  describe("of clocks", () => testClocks(get));
  describe("of what a run keeps", () => testState(get));

  describe("of functions that mean harm", () => testHarm(get));
  describe("of what leaks", () => testSecrets(get, canary));

  test("after all that, nothing is left to change", async () => {
    await world.converge(() => world.pulumi("preview --expect-no-changes").finished);
    assert.ok(world.injected.size >= 25, [...world.injected].join(", "));
  });
});
