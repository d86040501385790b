// Tests of taken ports: who has one, and what the user is told.
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test } from "node:test";
import { findListener, requireFree } from "../../tools/services/port.ts";

test("a taken port is told with its holder and the cure", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  try {
    assert.equal(findListener(port)?.pid, process.pid);
    await assert.rejects(requireFree(port, "the local registry", "take another"), (error: Error) => {
      assert.match(
        error.message,
        new RegExp(
          `localhost:${port}: must be free for the local registry, but ".*node.*" \\(pid ${process.pid}\\) listens there; take another`,
        ),
      );
      return true;
    });
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
  await requireFree(port, "the local registry", "take another");
  assert.equal(findListener(port), undefined);
});
