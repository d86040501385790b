// Owns the build contexts: what each function's build reads, written with the same bytes, modes and times everywhere.
import type { CatalogFunction } from "../function.ts";

/** The written context of one function. */
export interface FunctionContext {
  readonly name: string;
  /** The folder, relative to the project's root: `.cache/contexts/<name>`. */
  readonly path: string;
  /** `sha256:<hex>` over the paths, modes and bytes of `app/`: what ships. */
  readonly appDigest: string;
  /** `sha256:<hex>` over those of `check/`: the runner and the cases. */
  readonly checkDigest: string;
  /** SPDX expression over the licences of all that is in the bundle: the project's own and those of its packages. */
  readonly licences: string;
  /** Whether this call wrote it; false where it was there already. */
  readonly written: boolean;
}

export interface WriteOptions {
  /** Folder of all contexts, relative to the root. Default: `.cache/contexts`. */
  readonly outDir?: string;
}

/**
 * Bundles the functions side by side and writes their contexts. What is unchanged is not written again; folders of
 * functions that are not in `functions` stay.
 *
 * @returns one context for each of `functions`, in their order
 * @throws Problems with the errors of all bundles: syntax, imports that do not resolve, no default export
 */
export async function writeContexts(
  _root: string,
  _functions: readonly CatalogFunction[],
  _options: WriteOptions = {},
): Promise<readonly FunctionContext[]> {
  throw new Error("not written yet");
}
