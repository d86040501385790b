// Talks to the vendors' download host: asks once per run whether it can be reached, and fetches files with time limits.

import { createWriteStream } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";

/** Where the vendors of all tools publish their releases. */
export const VENDOR = "https://github.com/";

/** How long the host may take to answer at all: what a closed network costs. */
const REACH_MS = 3_000;
/** How long a download may bring nothing, and may take in all, before building is the better way. */
const STALL_MS = 20_000;
const WHOLE_MS = 300_000;
const REPORT_MS = 10_000;

const reached = new Map<string, Promise<string | undefined>>();

/** Why `base` cannot be reached, or undefined when it can; asked once per process. */
export function unreachable(base: string): Promise<string | undefined> {
  const known = reached.get(base) ?? ask(base);
  reached.set(base, known);
  return known;
}

async function ask(base: string): Promise<string | undefined> {
  try {
    await fetch(base, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(REACH_MS) });
    return undefined;
  } catch (error) {
    return reason(error);
  }
}

/** The text at `base` + `path`. Throws with the status or the reason. */
export async function fetchText(base: string, path: string): Promise<string> {
  const response = await get(new URL(path, base), AbortSignal.timeout(STALL_MS));
  return await response.text();
}

/** Writes what is at `base` + `path` to `file`. Throws with the status or the reason, also when it is cut short. */
export async function fetchFile(
  base: string,
  path: string,
  file: string,
  report: (line: string) => void,
): Promise<void> {
  const limit = new AbortController();
  const stop = (why: string) => () => limit.abort(new Error(why));
  const whole = setTimeout(stop(`took longer than ${WHOLE_MS / 1000} s`), WHOLE_MS);
  const stall = setTimeout(stop(`brought nothing for ${STALL_MS / 1000} s`), STALL_MS);
  try {
    const url = new URL(path, base);
    const response = await get(url, limit.signal);
    const total = Number(response.headers.get("content-length") ?? 0);
    let bytes = 0;
    let reported = Date.now();
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        stall.refresh();
        bytes += chunk.length;
        if (Date.now() - reported >= REPORT_MS) {
          reported = Date.now();
          report(`  downloaded ${megabytes(bytes)}${total > 0 ? ` of ${megabytes(total)}` : ""}`);
        }
        done(null, chunk);
      },
    });
    const body = Readable.fromWeb(response.body as ReadableStream);
    await pipeline(body, count, createWriteStream(file), { signal: limit.signal });
    if (total > 0 && bytes !== total) throw new Error(`${url} was cut short: ${bytes} bytes of ${total}`);
  } catch (error) {
    throw limit.signal.aborted ? limit.signal.reason : error;
  } finally {
    clearTimeout(whole);
    clearTimeout(stall);
  }
}

async function get(url: URL, signal: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { signal });
  } catch (cause) {
    throw new Error(`${url}: ${reason(cause)}`, { cause });
  }
  if (!response.ok || response.body === null) throw new Error(`${url} answered ${response.status}`);
  return response;
}

/** The message that says why: fetch hides it in the cause. */
function reason(error: unknown): string {
  const { cause, message, name } = error as Error & { cause?: Error };
  if (name === "TimeoutError") return `no answer within ${REACH_MS / 1000} s`;
  return cause instanceof Error && cause.message !== "" ? cause.message : message;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
