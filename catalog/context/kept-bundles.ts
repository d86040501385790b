// Owns keeping bundles between runs: one is made again only where something that goes into it changed.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { writeWhole } from "../write-whole.mjs";
import { sha256Of } from "./files.ts";

/** A bundle's code, and what is in it. */
export interface KeptBundle {
  readonly code: Uint8Array;
  /** The source files in it, relative to the root, sorted. */
  readonly inputs: readonly string[];
}

/** What a bundle was made from. */
export interface Origin {
  /** Whatever else than files decides its bytes: options, versions, the text of its entry. */
  readonly recipe: string;
  /** Every file that was read for it, relative to the root, those of which nothing was left included. */
  readonly sources: readonly string[];
}

/** Bundles by name. */
export interface KeptBundles {
  /** The bundle as it was made last; undefined where it has to be made anew. */
  find(name: string, recipe: string): KeptBundle | undefined;
  /** Notes what a file held when it was read for a bundle: it may be saved again before the bundle is kept. */
  note(path: string, content: Uint8Array): void;
  keep(name: string, bundle: KeptBundle, origin: Origin): void;
}

/** What is known of a bundle beside its code, which is in a file of its own. Hashes are SHA-256. */
interface Entry {
  readonly recipe: string;
  readonly sources: Readonly<Record<string, string>>;
  readonly inputs: readonly string[];
  readonly code: string;
}

/** Begins the names of modules that are no files. */
export const virtual = "function:";

/** The packages that may be read, of whatever version they are. */
const lockfile = "package-lock.json";

/**
 * Opens the bundles that are kept in `folder`. Files count by their content, whatever their times; what is half written or was
 * changed by hand is made anew.
 *
 * @param root what the sources of bundles are relative to
 * @param folder with its whole path
 */
export function openKeptBundles(root: string, folder: string): KeptBundles {
  const hashes = new Map<string, string | undefined>();
  const hashOf = (path: string) => {
    if (!hashes.has(path)) hashes.set(path, hash(read(join(root, path))));
    return hashes.get(path);
  };
  const fileOf = (name: string) => join(folder, name);
  return {
    find(name, recipe) {
      const entry = parse(read(fileOf(`${name}.json`)));
      if (entry === undefined || entry.recipe !== hash(recipe)) return undefined;
      if (!Object.entries(entry.sources).every(([path, content]) => hashOf(path) === content))
        return undefined;
      const code = read(fileOf(`${name}.cjs`));
      return code !== undefined && hash(code) === entry.code ? { code, inputs: entry.inputs } : undefined;
    },
    note: (path, content) => void hashes.set(path, hash(content)),
    keep(name, { code, inputs }, { recipe, sources }) {
      const files = existsSync(join(root, lockfile)) ? [...sources, lockfile] : sources;
      // Of a file that is gone meanwhile nothing is known: the next run makes the bundle anew.
      const hashed = files.map((path) => [path, hashOf(path) ?? ""]);
      const entry = { recipe: hash(recipe), sources: Object.fromEntries(hashed), inputs, code: hash(code) };
      writeWhole(fileOf(`${name}.cjs`), code);
      writeWhole(fileOf(`${name}.json`), JSON.stringify(entry));
    },
  };
}

/** Every file that esbuild read for one of its entries, with the manifests of packages, which decide what is read. */
export function sourcesOf(entry: string, { inputs }: Metafile): readonly string[] {
  const found = new Set([entry]);
  for (const path of found) for (const { path: next } of inputs[path]?.imports ?? []) found.add(next);
  const files = [...found].filter((path) => inputs[path] !== undefined && !path.startsWith(virtual));
  const manifests = files.flatMap((path) => /^.*node_modules\/(@[^/]+\/)?[^/]+\//.exec(path)?.[0] ?? []);
  return [...new Set([...files, ...manifests.map((package_) => `${package_}package.json`)])].sort();
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function parse(text: Buffer | undefined): Entry | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text.toString()) as Entry);
  } catch {
    return undefined;
  }
}

function hash(content: Uint8Array | string | undefined): string | undefined {
  return content === undefined
    ? undefined
    : sha256Of(typeof content === "string" ? Buffer.from(content) : content).toString("hex");
}
