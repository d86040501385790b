// Owns what the end-to-end tests demand of every published image.
import assert from "node:assert/strict";
import type { PlatformImage } from "./registry.ts";

/** The machine number of an ELF header, by platform. Source: System V ABI, e_machine. */
export const machines: Readonly<Record<string, number>> = { "linux/amd64": 62, "linux/arm64": 183 };

/** Demands of one platform's image of the function `name`: its platform, user, entrypoint and labels. */
export function assertImage({ platform, config }: PlatformImage, name: string): void {
  assert.equal(`${config.os}/${config.architecture}`, platform);
  assert.match(config.config.User ?? "", /^[1-9]\d*(:\d+)?$/);
  assert.deepEqual(config.config.Entrypoint, ["node", "/app/function.cjs"]);
  const labels = config.config.Labels ?? {};
  assert.equal(labels["org.opencontainers.image.title"], name);
  assert.match(labels["io.krm-functions.fingerprint"] ?? "", /^sha256:[0-9a-f]{64}$/);
  assert.match(labels["org.opencontainers.image.base.digest"] ?? "", /^sha256:[0-9a-f]{64}$/);
}
