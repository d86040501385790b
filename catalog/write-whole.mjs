// Owns writing a file whole or not at all: whoever reads it finds what was there before, or everything.
// Plain JavaScript, since the program's bundle is written before anything can read TypeScript.
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes a file through one beside it that takes its place, and makes the folders above it.
 *
 * @param {string} file
 * @param {Uint8Array | string} content
 * @param {number} mode of the file, less the umask. Default: 0o666
 * @returns {void}
 */
export function writeWhole(file, content, mode = 0o666) {
  mkdirSync(dirname(file), { recursive: true });
  // The number of the process is enough: within one, nothing comes between these steps.
  const aside = `${file}.${process.pid}`;
  try {
    writeFileSync(aside, content, { mode });
    renameSync(aside, file);
  } catch (error) {
    rmSync(aside, { force: true }); // Half of it on a full disk, which is not to be fuller than before.
    throw error;
  }
}
