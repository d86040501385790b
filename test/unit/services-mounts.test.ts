// Owns the tests of finding mounts that a killed BuildKit left.
import assert from "node:assert/strict";
import { test } from "node:test";
import { mountsBelow } from "../../tools/services/mounts.ts";

const table = `22 1 254:1 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /clone/data rw - tmpfs tmpfs rw
31 22 0:41 / /clone/data/executor/a/rootfs rw - overlay overlay rw
32 31 0:42 / /clone/data/executor/a/rootfs/with\\040blank rw - tmpfs tmpfs rw
33 22 0:43 / /clone/data/executor-of-another rw - tmpfs tmpfs rw
`;

test("the mounts below a folder, none beside it and not itself", () => {
  assert.deepEqual(mountsBelow("/clone/data/executor", table), [
    "/clone/data/executor/a/rootfs",
    "/clone/data/executor/a/rootfs/with blank",
  ]);
  assert.deepEqual(mountsBelow("/clone/data/executor", ""), []);
});
