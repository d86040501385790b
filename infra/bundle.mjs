// Owns the program's bundle: all of its TypeScript in one file of JavaScript, made anew only where a source changed.
// Plain JavaScript, since it runs before anything can read TypeScript.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
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
  const [{ build }, { writeWhole }] = await Promise.all([
    import("esbuild"),
    import("../catalog/write-whole.mjs"),
  ]);
  const sources = {};
  const { outputFiles } = await build({
    ...options,
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: file,
    write: false,
    plugins: [reading(root, sources)],
  });
  for (const { path, contents } of outputFiles) writeWhole(path, contents);
  const made = { recipe, code: hashOf(file), sources };
  writeWhole(join(folder, "index.json"), JSON.stringify(made));
  return file;
}

function isCurrent(record, recipe, root, file) {
  if (record?.recipe !== recipe || record.code !== hashOf(file)) return false;
  return Object.entries(record.sources).every(([path, hash]) => hashOf(join(root, path)) === hash);
}

/**
 * Reads every file for esbuild: its hash is of what the bundle is made from, also where it is saved again meanwhile; and a module
 * gets its own place, which is the bundle's for all of them otherwise.
 *
 * @param {Record<string, string>} sources hashes by path, which are added
 */
function reading(root, sources) {
  return {
    name: "reading",
    setup({ onLoad }) {
      onLoad({ filter: /.*/, namespace: "file" }, ({ path }) => {
        const content = readFileSync(path);
        sources[relative(root, path).replaceAll(sep, "/")] = hash(content);
        const contents = path.endsWith(".ts") ? withOwnPlace(path, content.toString()) : content;
        return { contents, loader: "default" };
      });
    },
  };
}

function withOwnPlace(path, text) {
  const places = { dirname: dirname(path), url: pathToFileURL(path).href };
  return text.replaceAll(/import\.meta\.(dirname|url)\b/g, (_, name) => JSON.stringify(places[name]));
}

function hashOf(file) {
  const content = read(file);
  return content && hash(content);
}

function hash(content) {
  return createHash("sha256").update(content).digest("hex");
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
