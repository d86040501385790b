// Owns the faults of clocks: an hour between the program's clock and those of the builder and the registry, and between files.
import assert from "node:assert/strict";
import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { World } from "./world.ts";

const hour = 3_600_000;

/** Declares the tests of clocks. The machine's own clock is everybody's: the program's is shifted instead, by what Node.js loads first. */
export function testClocks(world: () => World): void {
  /** The environment in which every Node.js process, the program among them, is this many milliseconds ahead. */
  const shifted = (by: number) => {
    const file = join(world().project.root, ".cache", `clock${by}.mjs`);
    const clock =
      "class extends Date { constructor(...at) { at.length ? super(...at) : super(Date.now()); } }";
    const lines = [`const now = Date.now; Date.now = () => now() + ${by};`, `globalThis.Date = ${clock};`];
    writeFileSync(file, lines.join("\n"));
    return { NODE_OPTIONS: `--import ${file}` };
  };

  for (const [title, by] of [
    ["an hour ahead", hour],
    ["an hour behind", -hour],
  ] as const) {
    test(`the program's clock is ${title} of the builder's: a failing case is told, and \`up\` publishes the same digest`, async () => {
      const { injected, known, say, project, tagged } = world();
      const before = await tagged("f0");
      const content = before[0] === known.Lets.f0 ? "Passes" : "Lets";
      say(content, ["f0"]);
      const wrong = (text: string) => text.replace("shop", "market");
      await project.edited({ "functions/f0/cases/basic/expected.yaml": wrong }, async () => {
        const { code, output } = await world().up(shifted(by));
        injected.add(`clock ${title}`);
        assert.notEqual(code, 0, output);
        assert.match(
          output,
          /f0: its build failed:\n\s+functions\/f0\/cases\/basic\/expected\.yaml \(linux\/a\w+64\)/,
        );
        assert.match(output, /-\s+name: market/);
        assert.deepEqual(await tagged("f0"), before);
      });
      await world().converge(() => world().up(shifted(by)));
    });
  }

  test("all files of the project are an hour ahead: nothing is built again", async () => {
    const { injected, project } = world();
    const time = new Date(Date.now() + hour);
    const touch = (folder: string) => {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        if (entry.isSymbolicLink() || entry.name.startsWith(".")) continue;
        const path = join(folder, entry.name);
        if (entry.isDirectory()) touch(path);
        utimesSync(path, time, time);
      }
    };
    touch(project.root);
    injected.add("files an hour ahead");
    await world().converge(() => world().pulumi("up --yes --skip-preview --expect-no-changes").finished);
  });
}
