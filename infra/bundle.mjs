// Owns the program's bundle: all of its TypeScript in one file of JavaScript, made anew only where a source changed.
// Plain JavaScript, since it runs before anything can read TypeScript.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** Whatever else than its sources decides the bundle. */
const options = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  // Those that hold a state which the SDK's runner shares, or that start a program of their own.
  external: ["@pulumi/*", "esbuild"],
  // Next to the bundle, where the SDK looks for the lines of a stack.
  sourcemap: "linked",
  sourcesContent: false,
  logLevel: "silent",
};

/**
 * Bundles a program and everything that it imports, unless that was done for the very same sources. Files count by their content;
 * a bundle that is half written or was changed by hand is made anew.
 *
 * @param {string} root folder that the sources are below
 * @param {string} entry the program's first module, relative to the root
 * @returns {Promise<string>} the bundle's whole path, a CommonJS module with the entry's exports
 * @throws esbuild's BuildFailure, which names every error with its place
 */
export async function bundleProgram(root, entry) {
  const folder = join(root, ".cache", "program");
  const file = join(folder, "index.cjs");
  // Its modules' own places are in it: a clone that was moved makes it anew.
  const recipe = JSON.stringify([options, root, entry]);
  const record = read(join(folder, "index.json"));
  if (record !== undefined && isCurrent(parse(record), recipe, root, file)) return file;
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    ...options,
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: file,
    metafile: true,
    write: false,
    plugins: [ownPlaces],
  });
  mkdirSync(folder, { recursive: true });
  for (const { path, contents } of outputFiles) writeWhole(path, contents);
  const sources = Object.keys(metafile.inputs).map((path) => [path, hashOf(join(root, path))]);
  const made = { recipe, code: hashOf(file), sources: Object.fromEntries(sources) };
  writeWhole(join(folder, "index.json"), JSON.stringify(made));
  return file;
}

function isCurrent(record, recipe, root, file) {
  if (record?.recipe !== recipe || record.code !== hashOf(file)) return false;
  return Object.entries(record.sources).every(([path, hash]) => hashOf(join(root, path)) === hash);
}

/** A module's own place, which is the bundle's for all of them otherwise. */
const ownPlaces = {
  name: "own-places",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      if (!text.includes("import.meta.")) return undefined;
      const places = { dirname: dirname(path), url: pathToFileURL(path).href };
      const contents = text.replaceAll(/import\.meta\.(dirname|url)\b/g, (_, name) =>
        JSON.stringify(places[name]),
      );
      return { contents, loader: "ts", resolveDir: dirname(path) };
    });
  },
};

function hashOf(file) {
  const content = read(file);
  return content && createHash("sha256").update(content).digest("hex");
}

function read(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whole or not at all: another run may read it. */
function writeWhole(file, content) {
  writeFileSync(`${file}.${process.pid}`, content);
  renameSync(`${file}.${process.pid}`, file);
}
