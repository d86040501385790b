// Owns reading a tar stream: each entry's name, kind, link and first bytes, while its content passes by.
// Source: POSIX.1-2017 "pax", ustar and pax formats; GNU tar manual, "Basic Tar Format", for long names and large numbers.

/** One entry of a tar stream. */
export interface TarEntry {
  /** As written, such as `./nodejs/bin/node`. */
  readonly path: string;
  /** The type flag: `0` a file, `1` a hard link, `2` a symbolic link, `5` a folder. */
  readonly type: string;
  /** What a link points to. */
  readonly link: string;
  /** Permissions, with setuid, setgid and sticky. */
  readonly mode: number;
  /** The first bytes of a file, as many as were asked for at most. */
  readonly head: Buffer;
}

const block = 512;

/**
 * The entries of a tar stream.
 *
 * @param headLength how many bytes of each file are kept
 * @throws Error where the stream is no tar, or ends in the middle of an entry
 */
export async function* readTar(
  bytes: AsyncIterable<Uint8Array>,
  headLength: number,
): AsyncGenerator<TarEntry> {
  const source = new Source(bytes);
  /** What pax and GNU headers say of the entry behind them. */
  let next: Readonly<Record<string, string>> = {};
  for (let header = await source.take(block); header.length > 0; header = await source.take(block)) {
    if (header.every((byte) => byte === 0)) continue;
    if (header.length < block || !hasChecksum(header))
      throw new Error("not a tar stream, or one that is cut");
    const type = header.toString("latin1", 156, 157).replace("\0", "0");
    const size = Number(next.size ?? readNumber(header, 124, 12));
    const padding = (block - (size % block)) % block;
    if ("xgLK".includes(type)) {
      const extra = await source.take(size + padding);
      if (type === "x") next = { ...next, ...readPax(extra.subarray(0, size)) };
      else if (type !== "g") next = { ...next, [type === "L" ? "path" : "linkpath"]: text(extra, 0, size) };
      continue;
    }
    const content = "12345".includes(type) ? 0 : size;
    const head = await source.take(Math.min(headLength, content));
    yield {
      path: next.path ?? nameOf(header),
      type,
      link: next.linkpath ?? text(header, 157, 100),
      mode: readNumber(header, 100, 8),
      head,
    };
    next = {};
    if (content > 0) await source.skip(content - head.length + padding);
  }
}

/** Chunks of any length, as pieces of the length that is asked for. */
class Source {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#chunks = bytes[Symbol.asyncIterator]();
  }

  /** The next `length` bytes; fewer at the end of the stream. */
  async take(length: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for (let missing = length; missing > 0; ) {
      if (this.#rest.length === 0 && !(await this.#read())) break;
      const part = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(part.length);
      missing -= part.length;
      parts.push(part);
    }
    return Buffer.concat(parts);
  }

  async skip(length: number): Promise<void> {
    for (let left = length; left > 0; ) {
      if (this.#rest.length === 0 && !(await this.#read())) throw new Error("the tar stream ends too early");
      const passed = Math.min(left, this.#rest.length);
      this.#rest = this.#rest.subarray(passed);
      left -= passed;
    }
  }

  async #read(): Promise<boolean> {
    const { done, value } = await this.#chunks.next();
    if (done === true) return false;
    this.#rest = value;
    return true;
  }
}

function nameOf(header: Buffer): string {
  const isUstar = header.toString("latin1", 257, 263) === "ustar\0";
  const prefix = isUstar ? text(header, 345, 155) : "";
  return prefix === "" ? text(header, 0, 100) : `${prefix}/${text(header, 0, 100)}`;
}

function text(bytes: Buffer, from: number, length: number): string {
  const field = bytes.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.toString("utf8", 0, end < 0 ? field.length : end);
}

/** Octal digits, or GNU's binary number where the first bit is set. */
function readNumber(bytes: Buffer, from: number, length: number): number {
  if (((bytes[from] ?? 0) & 0x80) !== 0) return bytes.readUIntBE(from + length - 6, 6);
  return Number.parseInt(text(bytes, from, length).trim() || "0", 8);
}

/** Records `LENGTH KEY=VALUE\n`, the length in bytes and of the whole record. */
function readPax(bytes: Buffer): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(" ", at);
    const length = Number(bytes.toString("latin1", at, space));
    if (space < 0 || !Number.isInteger(length) || length <= space - at + 1)
      throw new Error("not a pax header");
    const record = bytes.toString("utf8", space + 1, at + length - 1);
    const equals = record.indexOf("=");
    values[record.slice(0, equals)] = record.slice(equals + 1);
    at += length;
  }
  return values;
}

/** The sum of the header's bytes, in which the checksum's own count as spaces. */
function hasChecksum(header: Buffer): boolean {
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  return sum === readNumber(header, 148, 8);
}
