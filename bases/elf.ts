// Owns what the bases need of ELF files: the libraries that one loads, and leaving out what only debuggers read.
// Source: System V ABI, chapters 4 and 5 (64 bit, little endian).

const segmentSize = 56;
const loaded = 1;
const dynamic = 2;
const interpreter = 3;

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

/** The names of the shared libraries that a program or library loads, as it gives them. */
export function neededLibraries(file: Buffer): readonly string[] {
  const segments = readSegments(file);
  const table = segments.find(({ type }) => type === dynamic);
  if (table === undefined) return [];
  const entries: (readonly [tag: number, value: number])[] = [];
  for (let at = table.offset; at < table.offset + table.size; at += 16) {
    const tag = Number(file.readBigInt64LE(at));
    if (tag === 0) break;
    entries.push([tag, Number(file.readBigUInt64LE(at + 8))]);
  }
  const strings = fileOffset(segments, entries.find(([tag]) => tag === 5)?.[1] ?? 0);
  return entries.filter(([tag]) => tag === 1).map(([, value]) => readString(file, strings + value));
}

/** The absolute path of the loader that a program asks for; undefined for a library. */
export function loaderPath(file: Buffer): string | undefined {
  const segment = readSegments(file).find(({ type }) => type === interpreter);
  return segment === undefined ? undefined : readString(file, segment.offset);
}

/**
 * The file without what lies behind its segments: symbols, debug information and the table of sections. What runs stays
 * as it is, byte for byte; the same on every machine and for every architecture, unlike the output of some version of strip.
 */
export function withoutSymbols(file: Buffer): Buffer {
  const segments = readSegments(file);
  const end = Math.max(...segments.map(({ offset, size }) => offset + size));
  const kept = Buffer.from(file.subarray(0, end));
  kept.writeBigUInt64LE(0n, 40); // e_shoff
  kept.writeUInt16LE(0, 60); // e_shnum
  kept.writeUInt16LE(0, 62); // e_shstrndx
  return kept;
}

function readSegments(file: Buffer): readonly Segment[] {
  if (file.readUInt32BE(0) !== 0x7f454c46 || file[4] !== 2 || file[5] !== 1)
    throw new Error("not an ELF file of 64 bit, little endian");
  const start = Number(file.readBigUInt64LE(32));
  return Array.from({ length: file.readUInt16LE(56) }, (_, index) => {
    const at = start + index * segmentSize;
    const field = (offset: number) => Number(file.readBigUInt64LE(at + offset));
    return { type: file.readUInt32LE(at), offset: field(8), address: field(16), size: field(32) };
  });
}

function fileOffset(segments: readonly Segment[], address: number): number {
  const holds = ({ type, address: start, size }: Segment) =>
    type === loaded && start <= address && address < start + size;
  const segment = segments.find(holds);
  if (segment === undefined) throw new Error(`no segment of the ELF file holds address ${address}`);
  return segment.offset + address - segment.address;
}

function readString(file: Buffer, at: number): string {
  return file.toString("latin1", at, file.indexOf(0, at));
}
