// Owns what a context's file is, and the digests and times that follow from its bytes.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** One file of a context. */
export interface ContextFile {
  /** Below the context's folder, with "/" between names. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  read(): Uint8Array;
  readonly mode: 0o644 | 0o755;
  /** SHA-256 of the bytes. */
  readonly hash: Buffer;
  /**
   * Modification time in seconds since 1970, before 2005. It follows from the bytes: BuildKit does not send a file again
   * whose size and time are the same as last time, so one fixed time would build yesterday's file. Images have no trace of it.
   */
  readonly time: number;
}

/** A file with these bytes. */
export function contextFile(path: string, content: Uint8Array | string, executable = false): ContextFile {
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  const mode = executable ? 0o755 : 0o644;
  return withTime({ path, size: bytes.length, read: () => bytes, mode, hash: sha256Of(bytes) });
}

const known = new WeakMap<Uint8Array, Buffer>();

/** SHA-256 of bytes that nobody changes any more: computed once, however many contexts have them. */
export function sha256Of(bytes: Uint8Array): Buffer {
  const hash = known.get(bytes) ?? createHash("sha256").update(bytes).digest();
  known.set(bytes, hash);
  return hash;
}

/** An executable whose size and SHA-256 are known: `file` is read when it is needed. */
export function knownExecutable(path: string, file: string, size: number, hash: Buffer): ContextFile {
  return withTime({ path, size, read: () => readFileSync(file), mode: 0o755, hash });
}

function withTime(file: Omit<ContextFile, "time">): ContextFile {
  return { ...file, time: file.hash.readUInt32BE(0) >>> 2 };
}

/** `sha256:<hex>` over the paths, modes and bytes of the files in one folder of a context. */
export function digestOf(folder: string, files: readonly ContextFile[]): string {
  const lines = files
    .filter(({ path }) => path.startsWith(`${folder}/`))
    .map(({ path, mode, hash }) => `${mode.toString(8)} ${hash.toString("hex")} ${JSON.stringify(path)}\n`)
    .sort();
  return `sha256:${createHash("sha256").update(lines.join("")).digest("hex")}`;
}
