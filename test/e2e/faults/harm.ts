// Owns the tests of functions that mean harm: their check has no network, writes nowhere outside /tmp and starts no shell, so it fails.
import assert from "node:assert/strict";
import { test } from "node:test";
import { names } from "./functions.ts";
import type { World } from "./world.ts";

/** What a function does in the place of its work, and what its check must tell of it. */
const harms: readonly (readonly [title: string, imports: string, code: string, told: RegExp])[] = [
  ["fetches from a host", "", 'fetch("http://example.org/")', /fetch failed: .*(EAI_AGAIN|ENOTFOUND)/],
  [
    "asks for a name",
    'import { promises as dns } from "node:dns"',
    'dns.lookup("example.org")',
    /EAI_AGAIN|ENOTFOUND/,
  ],
  ["connects to an address", 'import { connect } from "node:net"', 'connect(80, "192.0.2.1")', /ENETUNREACH/],
  [
    "connects to this machine",
    'import { connect } from "node:net"',
    "connect(PORT)",
    /ECONNREFUSED|ENETUNREACH|EADDRNOTAVAIL/,
  ],
  [
    "changes itself",
    'import { writeFileSync } from "node:fs"',
    'writeFileSync("/app/function.cjs", "")',
    /EACCES/,
  ],
  [
    "writes beside itself",
    'import { writeFileSync } from "node:fs"',
    'writeFileSync("/app/more.cjs", "")',
    /EACCES/,
  ],
  ["adds a user", 'import { appendFileSync } from "node:fs"', 'appendFileSync("/etc/passwd", "x")', /EACCES/],
  [
    "mends its cases",
    'import { writeFileSync } from "node:fs"',
    'writeFileSync("/check/plan.json", "")',
    /EROFS|EACCES/,
  ],
  [
    "starts a shell",
    'import { execFileSync } from "node:child_process"',
    'execFileSync("/bin/sh", ["-c", "id"])',
    /ENOENT/,
  ],
  ["becomes root", "", "process.setuid?.(0)", /EPERM/],
];

/** Declares the tests. */
export function testHarm(world: () => World): void {
  test("a function that tries the network, a file outside /tmp, a shell or root fails in its check", async () => {
    const { project, proxy, tagged } = world();
    const before = await Promise.all(names.map(tagged));
    const sources = names.map((name, at) => {
      const [, imports = "", code = ""] = harms[at] ?? [];
      const lines = [
        imports,
        "export default function harm(): void {",
        `  ${code.replace("PORT", `${proxy.port}`)};`,
        "}",
      ];
      return [`functions/${name}/index.ts`, () => `${lines.join("\n")}\n`] as const;
    });
    await project.edited(Object.fromEntries(sources), async () => {
      const { code, output } = await world().upAtOnce();
      const told = output.slice(output.indexOf("Diagnostics:"));
      assert.notEqual(code, 0, output);
      for (const [at, [title, , , message]] of harms.entries()) {
        const name = names[at] ?? "";
        const [text = ""] =
          new RegExp(`${name}: its build failed:\\n[^]*?(?=\\n\\s*(error:|docker-build:|Resources:))`).exec(
            told,
          ) ?? [];
        assert.match(text, message, `${title}: ${output}`);
      }
    });
    assert.deepEqual(await Promise.all(names.map(tagged)), before);
    await world().converge();
  });

  test("a function may write to /tmp", async () => {
    const { project } = world();
    const lines = [
      'import { mkdtempSync, rmSync, writeFileSync } from "node:fs";',
      "export default function note(): void {",
      '  const folder = mkdtempSync("/tmp/note-");',
      '  writeFileSync(`${folder}/note`, "x");',
      "  rmSync(folder, { recursive: true });",
      "}",
    ];
    await project.edited({ "functions/f0/index.ts": () => `${lines.join("\n")}\n` }, async () => {
      const { code, output } = await world().pulumi("preview").finished;
      assert.equal(code, 0, output);
    });
  });
}
