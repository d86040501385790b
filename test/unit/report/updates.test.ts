// Owns the tests of an update's report: what is told of the functions, and how much of it fits.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type RegistryClient, RegistryProblem } from "../../../oci/index.ts";
import { type Report, renderMarkdown, reportUpdate } from "../../../tools/report/release/index.ts";
import type { FunctionOutput, StackOutputs } from "../../../tools/stack/outputs.ts";
import { assertText } from "./golden.ts";

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const image = (name: string) => `registry.test/team/${name}`;

function output(name: string, digit: string, version = "v1.0.0", size = 43_484_218): FunctionOutput {
  const tags = [version, version.replace(/\.\d+$/, ""), "v1"].map((tag) => `${image(name)}:${tag}`);
  const platforms = {
    "linux/amd64": { digest: digest("a"), size },
    "linux/arm64": { digest: digest("b"), size: size - 382_000 },
  };
  return { name, version, ref: `${image(name)}@${digest(digit)}`, tags, platforms };
}

const outputs = (...functions: readonly FunctionOutput[]): StackOutputs => ({
  functions: Object.fromEntries(functions.map((fn) => [fn.name, fn])),
});

/** A registry in which every image's labels name one base; it has lost `gone`, and does not serve `denied`. */
function registry(): Pick<RegistryClient, "read" | "blob"> {
  const labels = {
    "org.opencontainers.image.base.name": "registry.test/base/node:22",
    "org.opencontainers.image.base.digest": digest("9"),
  };
  const config = { architecture: "amd64", os: "linux", config: { Labels: labels } };
  const descriptor = { mediaType: "", digest: digest("c"), size: 1 };
  return {
    async read(name, reference) {
      if (name.endsWith("/gone")) return undefined;
      if (name.endsWith("/denied"))
        throw new RegistryProblem("refused", {
          path: name,
          must: "must be readable, but the registry says 403",
        });
      const isIndex = reference !== descriptor.digest;
      const platform = { os: "linux", architecture: "amd64" };
      const content = isIndex
        ? { manifests: [{ ...descriptor, platform }] }
        : { config: descriptor, layers: [] };
      return { digest: reference, mediaType: "", bytes: Buffer.from(""), content };
    },
    blob: async () => Buffer.from(JSON.stringify(config)),
  };
}

const reportOf = (before: StackOutputs | undefined, after: StackOutputs): Promise<Report> =>
  reportUpdate("prod", before, after, registry() as RegistryClient);

describe("the report of an update", () => {
  const before = outputs(output("a", "1"), output("b", "2"), output("c", "3"), output("old", "4"));
  const after = outputs(
    output("a", "1"),
    output("b", "5", "v1.0.1", 43_485_418),
    output("c", "6", "v1.1.0", 43_000_000),
    output("fresh", "7"),
  );

  test("tells what is new, changed and removed, with bases, sizes and how to run each", async () =>
    assertText("update.md", renderMarkdown(await reportOf(before, after))));

  test("is complete as JSON", async () => {
    const report = await reportOf(before, after);
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
    assert.deepEqual(report.functions[0], {
      name: "b",
      change: "changed",
      version: "v1.0.1",
      versionBefore: "v1.0.0",
      image: "registry.test/team/b",
      tags: ["v1.0.1", "v1.0", "v1"],
      digest: digest("5"),
      digestBefore: digest("2"),
      platforms: {
        "linux/amd64": { digest: digest("a"), size: 43_485_418, sizeBefore: 43_484_218 },
        "linux/arm64": { digest: digest("b"), size: 43_103_418, sizeBefore: 43_102_218 },
      },
      base: { name: "registry.test/base/node:22", digest: digest("9") },
    });
    assert.equal(report.unchanged, 1);
  });

  test("lists all where it is not known what was before", async () => {
    const report = await reportOf(undefined, after);
    assert.deepEqual(new Set(report.functions.map(({ change }) => change)), new Set(["published"]));
    assert.equal(report.functions.length, 4);
    assert.match(renderMarkdown(report), /\n4 functions\.\n/);
  });

  test("says so where nothing changed, or nothing is there", async () => {
    assert.match(renderMarkdown(await reportOf(after, after)), /stack `prod`\n\n4 unchanged\.\n$/);
    assert.match(renderMarkdown(await reportOf(outputs(), outputs())), /\n0 unchanged\.\n$/);
    assert.match(renderMarkdown(await reportOf(undefined, outputs())), /\nNo functions\.\n$/);
  });

  test("counts a moved tag as a change", async () => {
    const moved = { ...output("a", "1"), tags: [`${image("a")}:v1.0.0`] };
    const { functions } = await reportOf(
      before,
      outputs(moved, output("b", "2"), output("c", "3"), output("old", "4")),
    );
    assert.deepEqual(
      functions.map(({ name, change }) => [name, change]),
      [["a", "changed"]],
    );
  });

  test("warns of bases that cannot be read, and tells the rest", async () => {
    const report = await reportOf(
      outputs(),
      outputs(output("a", "1"), output("denied", "2"), output("gone", "3")),
    );
    assert.deepEqual(
      report.functions.map(({ base }) => base !== undefined),
      [true, false, false],
    );
    assert.equal(report.warnings.length, 1);
    assert.match(report.warnings[0] ?? "", /^denied: its base is not told: .*403/s);
    assert.match(renderMarkdown(report), /### Warnings\n\n```text\ndenied: /);
  });
});

describe("the Markdown of a report", () => {
  const of = (count: number): Promise<Report> =>
    reportOf(outputs(), outputs(...Array.from({ length: count }, (_, at) => output(`function-${at}`, "1"))));

  test("fits into a comment, however many functions changed", async () => {
    for (const count of [40, 100, 300, 2000]) {
      const text = renderMarkdown(await of(count));
      assert.ok(text.length <= 60_000, `${count} functions: ${text.length} characters`);
      assert.match(text, new RegExp(`^## .*\n\n${count} new, 0 unchanged\\.`));
      if (count <= 300) assert.equal(text.match(/^\| function-/gm)?.length, count);
      if (count >= 100) assert.match(text, /\n\d+ more functions.* are left out here; `--json` has all\.\n$/);
      assert.equal(text.match(/<details>/g)?.length, text.match(/<\/details>/g)?.length);
    }
  });

  test("keeps messages in their block, whatever is in them", async () => {
    const bad = `a: \u001b[31mred\u001b[0m\u0007\n\`\`\`\n</details> @everyone ${"x".repeat(1000)}\n${"line\n".repeat(100)}`;
    const text = renderMarkdown({ ...(await of(1)), of: "preview", succeeded: false, errors: [bad] });
    assert.match(
      text,
      /### Errors\n\n````text\na: red\n```\n<\/details> @everyone x+ \.\.\.\n(line\n)+\.\.\. \d+ more lines\n````\n/,
    );
    assert.match(text, /The preview failed, so nothing can be published/);
  });
});
