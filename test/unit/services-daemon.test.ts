// Tests of services in the background, with a tiny HTTP server in the place of a real one.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { Problems } from "../../catalog/problems.ts";
import { identify, isRunning } from "../../tools/process-id.ts";
import { type Daemon, ensureDaemon, stopDaemon } from "../../tools/services/daemon.ts";

const folders: string[] = [];
after(async () => {
  for (const folder of folders) {
    await stopDaemon(folder);
    rmSync(folder, { recursive: true, force: true });
  }
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "services-"));
  folders.push(folder);
  return folder;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// Ends by itself, should the test be killed.
const serve = `setTimeout(process.exit, 60_000); require("node:http").createServer((_, answer) => answer.end("ok")).listen(Number(process.argv[1]), "127.0.0.1");`;

function fakeDaemon(port: number, changes: Partial<Daemon> = {}): Daemon {
  return {
    name: "fake",
    command: [process.execPath, "-e", serve, String(port)],
    settings: "",
    healthy: async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(500) }).catch(
        () => undefined,
      );
      return answer?.status === 200;
    },
    ...changes,
  };
}

function pidOf(folder: string): number {
  return (JSON.parse(readFileSync(join(folder, "process.json"), "utf8")) as { pid: number }).pid;
}

describe("a daemon", () => {
  test("is started, found again, and stopped", async () => {
    const [folder, port] = [newFolder(), await freePort()];
    const lines: string[] = [];
    const ensure = () => ensureDaemon(fakeDaemon(port), folder, (line) => lines.push(line));
    assert.equal(await ensure(), "started");
    const pid = pidOf(folder);
    assert.equal(await ensure(), "found");
    assert.equal(pidOf(folder), pid);
    assert.equal(await stopDaemon(folder), true);
    assert.equal(identify(pid), undefined);
    assert.equal(await stopDaemon(folder), false);
    assert.deepEqual(lines, []);
  });

  test("is restarted when it died", async () => {
    const [folder, port] = [newFolder(), await freePort()];
    await ensureDaemon(fakeDaemon(port), folder, () => {});
    const dead = identify(pidOf(folder));
    assert.ok(dead);
    process.kill(dead.pid, "SIGKILL");
    while (isRunning(dead)) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(await ensureDaemon(fakeDaemon(port), folder, () => {}), "restarted");
    assert.notEqual(pidOf(folder), dead.pid);
  });

  test("is restarted when its settings change, and says so", async () => {
    const [folder, port] = [newFolder(), await freePort()];
    await ensureDaemon(fakeDaemon(port), folder, () => {});
    const first = pidOf(folder);
    const lines: string[] = [];
    const changed = fakeDaemon(port, { settings: "other" });
    assert.equal(await ensureDaemon(changed, folder, (line) => lines.push(line)), "restarted");
    assert.equal(identify(first), undefined);
    assert.deepEqual(lines, ["fake: restarting, since its settings changed"]);
  });

  test("is ended and started again when its record was lost", async () => {
    const [folder, port] = [newFolder(), await freePort()];
    const daemon = fakeDaemon(port, { mark: String(port) });
    await ensureDaemon(daemon, folder, () => {});
    const lost = pidOf(folder);
    rmSync(join(folder, "process.json"));
    assert.equal(await ensureDaemon(daemon, folder, () => {}), "started");
    assert.equal(identify(lost), undefined);
  });

  test("that shares a number with a dead one's record is never ended", async () => {
    const folder = newFolder();
    const record = { pid: process.pid, started: "another boot/1", fingerprint: "" };
    writeFileSync(join(folder, "process.json"), JSON.stringify(record));
    assert.equal(await stopDaemon(folder), false);
    assert.ok(identify(process.pid));
  });

  test("that ends at once is told with the end of its log", async () => {
    const folder = newFolder();
    const broken = fakeDaemon(1, {
      command: [process.execPath, "-e", `console.error("no such thing"); process.exit(3)`],
      healthy: async () => false,
    });
    await assert.rejects(
      ensureDaemon(broken, folder, () => {}),
      (error) => {
        assert.ok(error instanceof Problems);
        assert.match(
          error.message,
          /fake: must start and answer, but it ended with 3; its log ends with:\n {4}no such thing/,
        );
        return true;
      },
    );
    assert.equal(await stopDaemon(folder), false);
  });

  test("that stays silent is ended and told", async () => {
    const folder = newFolder();
    const silent = fakeDaemon(await freePort(), { healthy: async () => false, patience: 200 });
    await assert.rejects(
      ensureDaemon(silent, folder, () => {}),
      /fake: must start and answer, but it stays silent/,
    );
  });

  test("that is no program is told", async () => {
    const missing = fakeDaemon(1, { command: ["/nowhere/registry"], healthy: async () => false });
    await assert.rejects(
      ensureDaemon(missing, newFolder(), () => {}),
      /fake: must start and answer, but spawn .* ENOENT/,
    );
  });
});
