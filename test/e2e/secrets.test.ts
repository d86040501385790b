// Owns the tests of the secrets of a stack's configuration, as the CLI reads and writes them that the toolchain brings.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { temporary } from "../unit/toolchain-fixtures.ts";
import { finish } from "./project.ts";

/** Configurations with a secret, `word: canary`, that a CLI without patches wrote. */
const written = {
  "": {
    encryptionsalt: "v1:y6iBgVAFsAk=:v1:Mw3VQjXMe8aMNM9B:gNqFUr1a9oYM5JbwKVBhGsTmq5IdvQ==",
    config: { "secrets:word": { secure: "v1:9HnC/2yfwOuD/Qcu:lqwBI6Fp2eKcHVy6cNjowQPeEUC1NA==" } },
  },
  another: {
    encryptionsalt: "v1:vtoCp7dT+ZM=:v1:J4wHriLfX6h26HCR:YAX5T1KgRiDy1rQQnKc4ER9/fnoasA==",
    config: { "secrets:word": { secure: "v1:IxAxkKgbHoLdcFgn:7bMNa/VD9wRms9eiYLT9ShtMeBz/1w==" } },
  },
};

/** A project with a stack whose secrets were written with `passphrase`; runs `pulumi` there without one. */
async function stack(t: TestContext, passphrase: keyof typeof written) {
  const root = temporary(t);
  const file = join(root, "Pulumi.test.yaml");
  mkdirSync(join(root, "state"));
  writeFileSync(join(root, "Pulumi.yaml"), JSON.stringify({ name: "secrets", runtime: "nodejs" }));
  writeFileSync(file, JSON.stringify(written[passphrase]));
  const env = {
    ...process.env,
    PULUMI_BACKEND_URL: `file://${join(root, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
  };
  const init = await finish("pulumi", ["stack", "init", "test", "--non-interactive"], { cwd: root, env });
  assert.equal(init.code, 0, init.output);
  const config = (...args: readonly string[]) =>
    finish("pulumi", ["config", ...args, "--stack", "test", "--non-interactive"], {
      cwd: root,
      env: { ...env, PULUMI_CONFIG_PASSPHRASE: "" },
    });
  return { config, read: () => readFileSync(file, "utf8") };
}

describe("secrets of a stack with an empty passphrase", () => {
  test("one that a CLI without patches wrote is read", async (t) => {
    const { config } = await stack(t, "");
    const { code, stdout, output } = await config("get", "word");
    assert.equal(code, 0, output);
    assert.equal(stdout.trim(), "canary");
  });

  test("a new one is encrypted, and read again beside the other", async (t) => {
    const { config, read } = await stack(t, "");
    const set = await config("set", "--secret", "more", "nightingale");
    assert.equal(set.code, 0, set.output);
    assert.match(read(), /secrets:more.*secure.*v1:/);
    assert.doesNotMatch(read(), /nightingale/);
    const { stdout } = await config("--show-secrets", "--json");
    const values = JSON.parse(stdout) as Record<string, { value: string; secret: boolean }>;
    assert.deepEqual(values, {
      "secrets:more": { value: "nightingale", secret: true },
      "secrets:word": { value: "canary", secret: true },
    });
  });

  test("another passphrase's secrets are neither read nor mixed with new ones", async (t) => {
    const { config, read } = await stack(t, "another");
    const before = read();
    for (const args of [
      ["get", "word"],
      ["set", "--secret", "more", "nightingale"],
    ]) {
      const { code, output } = await config(...args);
      assert.notEqual(code, 0, output);
      assert.match(output, /incorrect passphrase/);
      assert.equal(read(), before);
    }
  });
});
