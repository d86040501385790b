// Owns the report of an update: the stack's outputs after it, compared with those before, and what the images say of themselves.
import { openRegistryClient, type RegistryClient, RegistryProblem, readImage } from "../../../oci/index.ts";
import type { StackOutputs } from "../../stack/outputs.ts";
import { compareOutputs } from "./changes.ts";
import type { Report, ReportedFunction } from "./model.ts";

const baseLabel = "org.opencontainers.image.base";
/** How many images are asked for at once. */
const lanes = 16;

/**
 * What the last update of `stack` did.
 *
 * @param before the outputs before it; undefined where they are not known
 */
export async function reportUpdate(
  stack: string,
  before: StackOutputs | undefined,
  after: StackOutputs,
  client: RegistryClient = openRegistryClient(),
): Promise<Report> {
  const { functions, ...rest } = compareOutputs(before, after);
  const { based, warnings } = await withBases(functions, client);
  return {
    stack,
    of: "update",
    succeeded: true,
    ...rest,
    functions: based,
    others: [],
    errors: [],
    warnings,
  };
}

/** The functions with the base that their images' labels name. What cannot be read is a warning: they are published. */
async function withBases(functions: readonly ReportedFunction[], client: RegistryClient) {
  const based: ReportedFunction[] = [...functions];
  const warnings = new Set<string>();
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < functions.length; at = next++) {
      const fn = functions[at] as ReportedFunction;
      try {
        based[at] = await withBase(fn, client);
      } catch (error) {
        if (!(error instanceof RegistryProblem)) throw error;
        warnings.add(`${fn.name}: its base is not told: ${error.message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { based, warnings: [...warnings].sort() };
}

async function withBase(fn: ReportedFunction, client: RegistryClient): Promise<ReportedFunction> {
  if (fn.image === undefined || fn.digest === undefined || Object.keys(fn.platforms).length === 0) return fn;
  const image = await readImage(client, fn.image, fn.digest);
  const labels = image?.platforms[0]?.config?.config.Labels ?? {};
  const { [`${baseLabel}.name`]: name, [`${baseLabel}.digest`]: digest } = labels;
  return name === undefined || digest === undefined ? fn : { ...fn, base: { name, digest } };
}
