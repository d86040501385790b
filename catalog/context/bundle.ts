// Owns bundling: each TypeScript function with the SDK and its packages as one CommonJS file, the same bytes everywhere.
import { readFile } from "node:fs/promises";
import { relative, sep } from "node:path";
import type { BuildFailure, BuildOptions, Plugin } from "esbuild";
import esbuild from "esbuild/package.json" with { type: "json" };
import * as yaml from "js-yaml";
import type { CatalogFunction } from "../function.ts";
import { type Problem, throwProblems } from "../problems.ts";
import { bundleProblems, importProblems } from "./bundle-problems.ts";
import { type KeptBundle, type KeptBundles, sourcesOf, virtual } from "./kept-bundles.ts";

/** One function's program. */
export interface Bundle {
  readonly name: string;
  readonly code: Uint8Array;
  /** What starts it from V8's compiled code, the same for every function. */
  readonly start: Uint8Array;
  /** The YAML parser, which the program needs as `yamlFile` beside it; undefined where it uses none. */
  readonly yaml?: Uint8Array;
  /** The source files in all of them, relative to the root, sorted. */
  readonly inputs: readonly string[];
}

/**
 * The YAML parser's file. It would be nearly half of a program, and few runs meet YAML that they need it for: in a file of
 * its own, which is loaded when it is first used, it costs all others nothing.
 */
export const yamlFile = "js-yaml.cjs";

/**
 * What every bundle is built with. No identifiers are renamed, so that stack traces tell; comments and blanks go, so that only
 * what runs counts; links are not followed and tsconfig.json is not read, so that only paths below the root count.
 */
export const bundleOptions = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node22",
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 160,
  legalComments: "none",
  preserveSymlinks: true,
  tsconfigRaw: {},
  write: false,
  logLevel: "silent",
  logLimit: 0,
} as const satisfies BuildOptions;

/** What a bundle is made from, under the name that it is kept by. */
interface Entry {
  readonly name: string;
  /** Text of the module that it starts with. */
  readonly text: string;
  /** The function's folder; undefined for what belongs to none. */
  readonly folder?: string;
}

/** No function can have this name. */
const yamlEntry: Entry = { name: ".js-yaml", text: 'export * from "js-yaml";' };

/** Nor this one. */
const startEntry: Entry = { name: ".start", text: 'export * from "./sdk/start.ts";' };

/** What a program has in the YAML parser's place. */
const lateYaml: Entry = {
  name: ".late-js-yaml",
  text: [
    "let loaded;",
    `for (const name of ${JSON.stringify(Object.keys(yaml))}) Object.defineProperty(exports, name, {`,
    "  enumerable: true,",
    `  get: () => (loaded ??= require("./${yamlFile}"))[name],`,
    "});",
  ].join("\n"),
};

/**
 * Bundles functions, those that are not kept in one run of esbuild, which reads what they share only once: 300 functions take
 * 1.1 s on two cores, 2.7 s in a run for each.
 *
 * @param kept where unchanged bundles come from and new ones go. Default: nowhere
 * @throws Problems with all errors of all functions
 */
export async function bundleFunctions(
  root: string,
  functions: readonly CatalogFunction[],
  kept?: KeptBundles,
): Promise<readonly Bundle[]> {
  if (functions.length === 0) return [];
  const [start, ...programs] = await bundleEntries(root, [startEntry, ...functions.map(entryOf)], kept);
  const parsing = programs.map(({ code }) =>
    Buffer.from(code.buffer, code.byteOffset, code.length).includes(`"./${yamlFile}"`),
  );
  const [parser] = parsing.includes(true) ? await bundleEntries(root, [yamlEntry], kept) : [];
  return programs.map(({ code, inputs }, at): Bundle => {
    const yaml = parsing[at] ? parser : undefined;
    const all = new Set([...inputs, ...(start?.inputs ?? []), ...(yaml?.inputs ?? [])]);
    return {
      name: functions[at]?.name ?? "",
      code,
      start: start?.code ?? new Uint8Array(),
      ...(yaml && { yaml: yaml.code }),
      inputs: [...all].sort(),
    };
  });
}

/** One for each of `entries`, in their order. */
async function bundleEntries(
  root: string,
  entries: readonly Entry[],
  kept?: KeptBundles,
): Promise<readonly KeptBundle[]> {
  const found = entries.map(({ name, text }) => kept?.find(name, recipeOf(text)));
  const missing = entries.filter((_, at) => found[at] === undefined);
  const { bundles, problems } = missing.length === 0 ? nothing : await tryBundle(root, missing, kept);
  throwProblems("The functions cannot be bundled:", problems);
  const made = bundles[Symbol.iterator]();
  return found.map((bundle) => bundle ?? (made.next().value as KeptBundle));
}

/** What decides a bundle's bytes beside the files that it is made from. */
export function recipeOf(entry: string): string {
  return JSON.stringify([esbuild.version, bundleOptions, footer, lateYaml, entry]);
}

/** A program ends when its output is written: nothing is left to wait for, and nothing to tidy up. */
const footer = "if(require.main===module)module.exports.main(),process.exit();";

interface Attempt {
  readonly bundles: readonly KeptBundle[];
  readonly problems: readonly Problem[];
}

const nothing: Attempt = { bundles: [], problems: [] };

async function tryBundle(root: string, entries: readonly Entry[], kept?: KeptBundles): Promise<Attempt> {
  // Where all bundles are kept it would load for nothing.
  const { build } = await import("esbuild");
  try {
    const { outputFiles, metafile } = await build({
      ...bundleOptions,
      absWorkingDir: root,
      entryPoints: entries.map(({ name }) => ({ in: virtual + name, out: name })),
      outdir: "out",
      metafile: true,
      // import.meta is empty in CommonJS: what uses it would fail when it runs.
      logOverride: { "empty-import-meta": "error" },
      footer: { js: footer },
      plugins: [modules(root, entries), ...(kept === undefined ? [] : [notes(root, kept)])],
    });
    const bundles = entries.map(({ name }, index): KeptBundle => {
      const inputs = Object.entries(metafile.outputs[`out/${name}.js`]?.inputs ?? {})
        .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && !path.startsWith(virtual))
        .map(([path]) => path)
        .sort();
      return { code: outputFiles[index]?.contents ?? new Uint8Array(), inputs };
    });
    const problems = entries.flatMap(({ name }, index) => importProblems(name, bundles[index]?.inputs ?? []));
    if (problems.length > 0) return { bundles, problems };
    for (const [index, { name, text }] of entries.entries()) {
      const origin = { recipe: recipeOf(text), sources: sourcesOf(virtual + name, metafile) };
      kept?.keep(name, bundles[index] as KeptBundle, origin);
    }
    return { bundles, problems };
  } catch (error) {
    const { errors } = error as Partial<BuildFailure>;
    if (errors === undefined) throw error;
    const problems = bundleProblems(errors);
    // While one file cannot be parsed, esbuild says nothing of exports: what is whole gets a run of its own.
    const whole = entries.filter(({ folder }) => !problems.some(({ path }) => path.startsWith(`${folder}/`)));
    const more =
      whole.length === entries.length || whole.every(({ folder }) => folder === undefined)
        ? []
        : (await tryBundle(root, whole, kept)).problems;
    return { bundles: [], problems: [...problems, ...more] };
  }
}

/** The modules that are no files: what bundles start with, and what stands for the YAML parser in all but its own. */
function modules(root: string, entries: readonly Entry[]): Plugin {
  const texts = new Map([lateYaml, ...entries].map(({ name, text }) => [name, text]));
  const namespace = virtual.slice(0, -1);
  return {
    name: "modules-of-functions",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^function:/ }, ({ path }) => ({ path: path.slice(virtual.length), namespace }));
      onResolve({ filter: /^js-yaml$/ }, ({ importer }) =>
        importer === yamlEntry.name || /[\\/]node_modules[\\/]/.test(importer)
          ? undefined
          : { path: lateYaml.name, namespace },
      );
      onResolve({ filter: /^\.\/js-yaml\.cjs$/, namespace }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /.*/, namespace }, ({ path }) => ({
        contents: texts.get(path) ?? "",
        resolveDir: root,
        loader: "ts",
      }));
    },
  };
}

/** Reads every file for esbuild, so that what is noted of it is what the bundles are made from. */
function notes(root: string, kept: KeptBundles): Plugin {
  return {
    name: "notes-of-sources",
    setup({ onLoad }) {
      onLoad({ filter: /.*/, namespace: "file" }, async ({ path }) => {
        const contents = await readFile(path);
        kept.note(relative(root, path).replaceAll(sep, "/"), contents);
        return { contents, loader: "default" };
      });
    },
  };
}

/** A function's transform as a command that knows its function.yaml. */
function entryOf({ name, folder, description, version, config }: CatalogFunction): Entry {
  const text = [
    `import transform from "./functions/${name}/index.ts";`,
    'import { command } from "./sdk/index.ts";',
    `export const { evaluate, main } = command(transform, ${JSON.stringify({ name, description, version, config })});`,
  ].join("\n");
  return { name, text, folder };
}
