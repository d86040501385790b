// Owns what is kept of a layer: its files with their kind, and for programs the machine that they are made for.

import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { readTar, type TarEntry } from "./tar.ts";

/** A file of a layer. */
export type LayerFile =
  | { readonly kind: "folder" | "other" }
  /** A symbolic or a hard link; the latter's target counts from the root. */
  | { readonly kind: "link" | "same"; readonly target: string }
  | {
      readonly kind: "file";
      readonly executable: boolean;
      /** `e_machine` of an ELF file. */
      readonly machine?: number;
    };

/** What a layer holds, by path without a slash in front; whiteouts as they are named. */
export type LayerFiles = Readonly<Record<string, LayerFile>>;

/** Up to `e_machine` and one byte more. */
const headLength = 20;

/**
 * Reads a layer as it comes; only the first bytes of each file are kept.
 *
 * @throws Error where it is no tar, or compressed in another way than gzip
 */
export async function scanLayer(bytes: AsyncIterable<Uint8Array>, mediaType: string): Promise<LayerFiles> {
  const isGzip = /gzip$/.test(mediaType);
  if (!isGzip && !/tar$/.test(mediaType))
    throw new Error(`must be a tar, plain or with gzip, not "${mediaType}"`);
  const files: Record<string, LayerFile> = {};
  const read = async (tar: AsyncIterable<Uint8Array>) => {
    for await (const entry of readTar(tar, headLength)) files[plainPath(entry.path)] = fileOf(entry);
  };
  if (isGzip) await pipeline(Readable.from(bytes), createGunzip(), read);
  else await read(bytes);
  return files;
}

/** `usr/bin/env` for `./usr/bin/env` and `/usr/bin/env/`. */
export function plainPath(path: string): string {
  return path
    .split("/")
    .filter((name) => name !== "" && name !== ".")
    .join("/");
}

function fileOf({ type, link, mode, head }: TarEntry): LayerFile {
  switch (type) {
    case "5":
      return { kind: "folder" };
    case "2":
      return { kind: "link", target: link };
    case "1":
      return { kind: "same", target: link };
    case "0":
    case "7": {
      const machine = machineOf(head);
      return {
        kind: "file",
        executable: (mode & 0o111) !== 0,
        ...(machine === undefined ? {} : { machine }),
      };
    }
    default:
      return { kind: "other" };
  }
}

/** `e_machine` of an ELF header; undefined for what is none. Source: System V ABI, chapter 4, "ELF Header". */
function machineOf(head: Buffer): number | undefined {
  if (head.length < headLength || head.toString("latin1", 0, 4) !== "\x7fELF") return undefined;
  return head[5] === 2 ? head.readUInt16BE(18) : head.readUInt16LE(18);
}
