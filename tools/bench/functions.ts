// Owns `npm run bench -- functions`: every function timed as a whole process, outside a container and in its image.
import { join } from "node:path";
import {
  type CatalogFunction,
  checkOf,
  commandOutside,
  loadFunctions,
  Problems,
  readCatalog,
  writeContexts,
} from "../../catalog/index.ts";
import { runQuietly } from "../child.ts";
import { clonePath, root } from "../paths.ts";
import { setUpStack, setUpTools } from "../setup.ts";
import { readOutputs } from "../stack/outputs.ts";
import { localStack } from "../stack/up.ts";
import { type Images, measureImage } from "./image.ts";
import type { Measured } from "./measure.ts";
import { readOptions } from "./options.ts";
import { compileBundle, readMeasured, writeBench, writePlan } from "./programs.ts";
import { type FunctionTimes, renderTimes } from "./table.ts";
import { workloadOf } from "./workload.ts";

/** Times the functions that `args` name, and prints a table or JSON; 0 when every run of them succeeded. */
export async function benchFunctions(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  const functions = await readCatalog(root, { only: options.names });
  const outDir = ".cache/bench/contexts";
  const contexts = await writeContexts(root, functions, outDir);
  const loaded = await loadFunctions(root, functions);
  const images = options.image ? await findImages(functions) : undefined;
  const times: FunctionTimes[] = [];
  for (const [at, fn] of functions.entries()) {
    process.stderr.write(`${fn.name} (${at + 1} of ${functions.length}) ...\n`);
    const workload = await workloadOf(root, fn, loaded.find((one) => one.fn.name === fn.name)?.evaluate);
    const folder = clonePath(root, "bench", fn.name);
    await writeBench(root, folder, workload, options.sizes);
    const context = join(root, contexts[at]?.path ?? "");
    times.push({
      name: fn.name,
      case: workload.case,
      outside: await measureOutside(fn, context, folder, options.sizes, options.runs),
      image:
        images === undefined || typeof images === "string"
          ? images
          : await measureImage(fn, folder, options.sizes, options.runs, images),
    });
  }
  process.stdout.write(
    options.json
      ? `${JSON.stringify(asJson(times, options.sizes), undefined, 2)}\n`
      : renderTimes(times, options.sizes),
  );
  return 0;
}

/** Times the program that ships on this machine: a bundle on its Node.js, or what is compiled for it. */
async function measureOutside(
  fn: CatalogFunction,
  context: string,
  folder: string,
  sizes: readonly number[],
  runs: number,
): Promise<readonly Measured[] | string> {
  const node = process.execPath;
  const command = commandOutside(fn, join(context, "app"));
  if (command === undefined) return "its own recipe says how it runs, and only in its image";
  const fail = (stderr: string) =>
    new Problems("The functions cannot be timed:", [
      { path: context, must: `must run, but: ${stderr.trim()}` },
    ]);
  const refused = await compileBundle(fn, context, folder, node);
  if (refused !== undefined) throw fail(refused);
  const plan = writePlan(folder, node, command, sizes, runs);
  const { code, stdout, stderr } = await runQuietly(node, [join(folder, "measure.cjs"), plan]);
  const measured = readMeasured(stdout);
  if (code === 0 && measured !== undefined) return measured;
  throw fail(stderr);
}

async function findImages(functions: readonly CatalogFunction[]): Promise<Images | string> {
  const { paths } = await setUpTools(root);
  const outputs = await readOutputs(paths.pulumi ?? "pulumi", root, localStack);
  if (outputs === undefined) return "nothing is published; run `npm start`";
  try {
    await setUpStack(root, localStack);
  } catch (error) {
    if (!(error instanceof Problems)) throw error;
    return `this machine cannot run images: ${error.message.replace(/\s*\n\s*/g, " ")}`;
  }
  const withNode = functions.find(
    ({ recipe, name }) => checkOf(recipe) !== "mounted" && outputs.functions[name],
  );
  const nodeImage = withNode && outputs.functions[withNode.name]?.ref;
  return { outputs, buildx: paths.buildx ?? "buildx", nodeImage };
}

function asJson(times: readonly FunctionTimes[], sizes: readonly number[]): unknown {
  const bySize = (measured: readonly Measured[] | string | undefined) =>
    measured === undefined
      ? undefined
      : typeof measured === "string"
        ? { problem: measured }
        : Object.fromEntries(measured.map((one, at) => [String(sizes[at]), one]));
  return {
    node: process.version,
    functions: times.map((one) => ({ ...one, outside: bySize(one.outside), image: bySize(one.image) })),
  };
}
