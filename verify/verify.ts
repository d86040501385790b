// Owns verifying what a stack says it published: every function asked for in the registry, side by side.
import { join } from "node:path";
import {
  type Descriptor,
  type Image,
  openRegistryClient,
  type PlatformImage,
  type RegistryClient,
  readImage,
} from "../oci/index.ts";
import {
  checkApplication,
  checkLayersThere,
  checkProgram,
  checkSame,
  type LayerSources,
  sizeOf,
} from "./application.ts";
import { openBases } from "./base.ts";
import { type Collected, collect } from "./collect.ts";
import { openLayerStore } from "./layers/store.ts";
import { checkConfig, checkIndex } from "./platforms.ts";
import type { Cures, Demand, FunctionReport, PlatformReport, Published } from "./published.ts";
import { checkTags, readTags } from "./tags.ts";

/** What verification needs to know beside what is published. */
export interface VerifyOptions {
  /** What every image's name starts with. */
  readonly imagePrefix: string;
  /** Those of every index, such as `linux/arm64`. */
  readonly platforms: readonly string[];
  /** By function. */
  readonly demands: ReadonlyMap<string, Demand>;
  /** Folder in which what was read of layers is kept. */
  readonly cache: string;
  readonly cures: Cures;
  /** Told after each function. */
  readonly progress?: (done: number) => void;
  /** Default: one that this call opens. */
  readonly client?: RegistryClient;
}

/**
 * Verifies functions in the registry. Each manifest and each configuration takes one request, each layer one for its being
 * there; what is in a layer is read once ever.
 *
 * @returns a report for each of `published`, in their order
 * @throws RegistryProblem where the registry does not answer
 */
export async function verifyFunctions(
  published: readonly Published[],
  options: VerifyOptions,
): Promise<readonly FunctionReport[]> {
  const client = options.client ?? openRegistryClient();
  const sources: LayerSources = {
    client,
    layers: openLayerStore(client, join(options.cache, "layers")),
    bases: openBases(client, options.imagePrefix),
  };
  let done = 0;
  const one = async (fn: Published) => {
    const report = await verifyFunction(fn, sources, options);
    options.progress?.(++done);
    return report;
  };
  // The first alone: where the registry does not answer, that is told once and at once.
  const [first, ...others] = published;
  return first === undefined ? [] : [await one(first), ...(await Promise.all(others.map(one)))];
}

async function verifyFunction(
  fn: Published,
  sources: LayerSources,
  options: VerifyOptions,
): Promise<FunctionReport> {
  const collected = collect(fn.image.split("/")[0] ?? "");
  const { refuse, attempt } = collected;
  const tags = await attempt(() => readTags(sources.client, fn));
  if (tags !== undefined) checkTags(fn, tags.reports, options.cures, refuse);
  const read = await attempt(async () => ({
    index: await readImage(sources.client, fn.image, tags?.stored ?? fn.digest),
  }));
  if (read !== undefined && read.index === undefined) {
    const cure = `run \`${options.cures.publish(fn.name)}\``;
    refuse(`${fn.image}@${fn.digest}`, "must be there, as the stack published it", cure);
  }
  const found =
    read?.index === undefined ? undefined : await inspect(fn, read.index, sources, options, collected);
  return {
    ...fn,
    tagReports: tags?.reports ?? [],
    platforms: [],
    isWhole: false,
    ...found,
    problems: collected.problems,
  };
}

/** Checks all that the index leads to. */
async function inspect(
  fn: Published,
  index: Image,
  sources: LayerSources,
  { platforms: wanted, demands, cures }: VerifyOptions,
  { refuse, attempt, beside }: Collected,
): Promise<Pick<FunctionReport, "platforms" | "isWhole">> {
  const again = `run \`${cures.publish(fn.name)}\``;
  checkIndex(fn, index, wanted, again, refuse);
  const there = await attempt(() => checkLayersThere(fn, index.platforms, sources.client, again, refuse));
  const isWhole = there === true && index.platforms.every(({ config }) => config !== undefined);
  const demand = demands.get(fn.name);
  if (demand === undefined) {
    const cure = "update the stack, or check out the sources that it was updated from";
    refuse(`functions/${fn.name}`, "must be there: it says what its image must be like", cure);
    return { isWhole, platforms: index.platforms.map((image) => summary(image)) };
  }
  // What is not wanted is told already; of what is there twice, the first one counts.
  const images = index.platforms.filter(
    ({ platform }, at) =>
      wanted.includes(platform) && index.platforms.findIndex((one) => one.platform === platform) === at,
  );
  const applications = await Promise.all(
    images.map(async (image) => {
      const { refuse, attempt } = beside();
      if (image.config !== undefined) checkConfig(fn, image, image.config, demand, refuse);
      await attempt(() => checkProgram(fn, image, sources.layers, refuse));
      return await attempt(() => checkApplication(fn, image, sources.bases, demand, refuse));
    }),
  );
  await attempt(() => checkSame(fn, applications, sources.layers, demand, refuse));
  return { isWhole, platforms: images.map((image, at) => summary(image, applications[at])) };
}

function summary(
  { platform, digest, size }: PlatformImage,
  application?: readonly Descriptor[],
): PlatformReport {
  return {
    platform,
    digest,
    size,
    ...(application === undefined ? {} : { applicationSize: sizeOf(application) }),
  };
}
