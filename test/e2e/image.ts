// Owns what the end-to-end tests demand of every published image.
import assert from "node:assert/strict";
import type { CatalogFunction } from "../../catalog/index.ts";
import type { PlatformImage } from "./registry.ts";

/** The machine number of an ELF header, by platform. Source: System V ABI, e_machine. */
export const machines: Readonly<Record<string, number>> = { "linux/amd64": 62, "linux/arm64": 183 };

/** Demands of one platform's image of a function: its platform, user, entrypoint and labels. */
export function assertImage({ platform, config }: PlatformImage, { name, recipe }: CatalogFunction): void {
  assert.equal(`${config.os}/${config.architecture}`, platform);
  assert.match(config.config.User ?? "", /^[1-9]\d*(:\d+)?$/);
  assert.deepEqual(config.config.Entrypoint, recipe.entrypoint);
  const labels = config.config.Labels ?? {};
  assert.equal(labels["org.opencontainers.image.title"], name);
  assert.match(labels["io.krm-functions.fingerprint"] ?? "", /^sha256:[0-9a-f]{64}$/);
  const base = labels["org.opencontainers.image.base.digest"];
  if (recipe.base === undefined) assert.equal(base, undefined, "an image from scratch has no base");
  else assert.match(base ?? "", /^sha256:[0-9a-f]{64}$/);
}
