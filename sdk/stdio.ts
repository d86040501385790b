// Owns reading all of standard input and writing all of an output, whatever kind of pipe they are.
import { readSync, writeSync } from "node:fs";

/** How long to wait, in milliseconds, for a pipe that has nothing to read or is full. */
const PAUSE = 5;

/** All bytes of a file descriptor. Throws what `readSync` throws. */
export function readAll(descriptor: number): Buffer {
  const chunks: Buffer[] = [];
  let size = 65_536;
  for (;;) {
    const buffer = Buffer.allocUnsafe(size);
    const count = attempt(() => readSync(descriptor, buffer, 0, size, null));
    if (count === undefined) continue;
    if (count === 0) return Buffer.concat(chunks);
    chunks.push(buffer.subarray(0, count));
    if (count === size) size = Math.min(size * 2, 1 << 22);
  }
}

/** Writes the whole text. A reader that is gone is no error: nobody is left to be told. */
export function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, "utf8");
  try {
    for (let at = 0; at < bytes.length; ) at += attempt(() => writeSync(descriptor, bytes, at)) ?? 0;
  } catch (error) {
    if (codeOf(error) !== "EPIPE") throw error;
  }
}

/** Undefined where the pipe was not ready, after a pause; 0 at the end of a closed input. */
function attempt(call: () => number): number | undefined {
  try {
    return call();
  } catch (error) {
    const code = codeOf(error);
    if (code === "EOF") return 0; // Windows, closed pipe
    if (code !== "EAGAIN" && code !== "EINTR") throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    return undefined;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
