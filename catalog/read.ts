// Owns reading the catalog: every folder of functions/, validated, all problems at once.
import type { CatalogFunction } from "./function.ts";

/** What a stack says about the catalog. */
export interface ReadOptions {
  /** Names of the functions that are wanted; empty or left out: all. The others are validated nevertheless. */
  readonly only?: readonly string[];
  /** A plain tag that replaces every function's own version. */
  readonly version?: string;
}

/**
 * Reads the functions of `functions/` in `root`, sorted by name.
 *
 * @throws Problems with everything that does not hold in any of them
 */
export async function readCatalog(
  _root: string,
  _options: ReadOptions = {},
): Promise<readonly CatalogFunction[]> {
  throw new Error("not written yet");
}
