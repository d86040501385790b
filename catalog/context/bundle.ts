// Owns bundling: each TypeScript function with the SDK and its packages as one CommonJS file, the same bytes everywhere.
import { readFile } from "node:fs/promises";
import { relative, sep } from "node:path";
import { type BuildFailure, type BuildOptions, build, type Plugin, version } from "esbuild";
import type { CatalogFunction } from "../function.ts";
import { type Problem, throwProblems } from "../problems.ts";
import { bundleProblems, importProblems } from "./bundle-problems.ts";
import { type KeptBundles, sourcesOf } from "./kept-bundles.ts";

/** One function's program. */
export interface Bundle {
  readonly name: string;
  readonly code: Uint8Array;
  /** The source files in it, relative to the root, sorted. */
  readonly inputs: readonly string[];
}

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

const prefix = "function:";

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
  const found = functions.map((fn): Bundle | undefined => {
    const bundle = kept?.find(fn.name, recipeOf(entryOf(fn)));
    return bundle && { name: fn.name, ...bundle };
  });
  const missing = functions.filter((_, at) => found[at] === undefined);
  const { bundles, problems } = missing.length === 0 ? nothing : await tryBundle(root, missing, kept);
  throwProblems("The functions cannot be bundled:", problems);
  const made = bundles[Symbol.iterator]();
  return found.map((bundle) => bundle ?? (made.next().value as Bundle));
}

/** What decides a bundle's bytes beside the files that it is made from. */
export function recipeOf(entry: string): string {
  return JSON.stringify([version, bundleOptions, footer, entry]);
}

const footer = "if(require.main===module)module.exports.main();";

interface Attempt {
  readonly bundles: readonly Bundle[];
  readonly problems: readonly Problem[];
}

const nothing: Attempt = { bundles: [], problems: [] };

async function tryBundle(
  root: string,
  functions: readonly CatalogFunction[],
  kept?: KeptBundles,
): Promise<Attempt> {
  try {
    const { outputFiles, metafile } = await build({
      ...bundleOptions,
      absWorkingDir: root,
      entryPoints: functions.map(({ name }) => ({ in: prefix + name, out: name })),
      outdir: "out",
      metafile: true,
      // import.meta is empty in CommonJS: what uses it would fail when it runs.
      logOverride: { "empty-import-meta": "error" },
      footer: { js: footer },
      plugins: [entries(root, functions), ...(kept === undefined ? [] : [notes(root, kept)])],
    });
    const bundles = functions.map(({ name }, index): Bundle => {
      const inputs = Object.entries(metafile.outputs[`out/${name}.js`]?.inputs ?? {})
        .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && !path.startsWith(prefix))
        .map(([path]) => path)
        .sort();
      return { name, code: outputFiles[index]?.contents ?? new Uint8Array(), inputs };
    });
    const problems = bundles.flatMap(({ name, inputs }) => importProblems(name, inputs));
    if (problems.length > 0) return { bundles, problems };
    for (const [index, fn] of functions.entries()) {
      const origin = { recipe: recipeOf(entryOf(fn)), sources: sourcesOf(`function:${fn.name}`, metafile) };
      kept?.keep(fn.name, bundles[index] as Bundle, origin);
    }
    return { bundles, problems };
  } catch (error) {
    const { errors } = error as Partial<BuildFailure>;
    if (errors === undefined) throw error;
    const problems = bundleProblems(errors);
    // While one file cannot be parsed, esbuild says nothing of exports: what is whole gets a run of its own.
    const whole = functions.filter(
      ({ folder }) => !problems.some(({ path }) => path.startsWith(`${folder}/`)),
    );
    const more =
      whole.length === functions.length || whole.length === 0
        ? []
        : (await tryBundle(root, whole, kept)).problems;
    return { bundles: [], problems: [...problems, ...more] };
  }
}

/** The file that a bundle starts with: the function's transform as a command that knows its function.yaml. */
function entries(root: string, functions: readonly CatalogFunction[]): Plugin {
  const sources = new Map(functions.map((fn) => [fn.name, entryOf(fn)]));
  return {
    name: "function-entries",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^function:/ }, ({ path }) => ({
        path: path.slice(prefix.length),
        namespace: "function",
      }));
      onLoad({ filter: /.*/, namespace: "function" }, ({ path }) => ({
        contents: sources.get(path) ?? "",
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

function entryOf({ name, description, version, config }: CatalogFunction): string {
  return [
    `import transform from "./functions/${name}/index.ts";`,
    'import { command } from "./sdk/index.ts";',
    `export const { evaluate, main } = command(transform, ${JSON.stringify({ name, description, version, config })});`,
  ].join("\n");
}
