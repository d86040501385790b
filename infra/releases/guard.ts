// Owns the guard of a stack that releases: before anything is built, whether each version may be published, and as which tags.
import * as pulumi from "@pulumi/pulumi";
import {
  type CatalogFunction,
  formatProblem,
  type Labels,
  type Problem,
  releaseProblem,
  releaseTags,
  tagsOf,
  throwProblems,
} from "../../catalog/index.ts";
import { RegistryProblem } from "../../oci/index.ts";
import type { Answer } from "./ask.ts";
import { type LastOutputs, readLastOutputs } from "./last-outputs.ts";
import type { PublishedTags } from "./published.ts";

/** A function with what its image would say of itself. */
export interface LabelledFunction {
  readonly fn: CatalogFunction;
  readonly labels: Labels;
}

/** How a function may be published. */
export interface Release {
  readonly tags: readonly string[];
  /** Digest that the version is published with already, which a build has to give again. */
  readonly publishedDigest?: string;
}

/** Where a stack publishes. */
export interface PublishTarget {
  /** What every image's name starts with. */
  readonly imagePrefix: string;
  /** Whether the stack declares the registry itself, so that there is none before its first update. */
  readonly createsRegistry: boolean;
  /** The platforms of every index. */
  readonly platforms: readonly string[];
}

/**
 * Decides for every function how it may be published.
 *
 * @param answers of the registry, by function; one without an answer has a plain tag, which may move
 * @throws Problems naming each function whose published version has other content; in an update also where the registry does
 * not say what it has, of which a preview only warns
 */
export async function guardReleases(
  functions: readonly LabelledFunction[],
  answers: ReadonlyMap<string, Answer>,
  wanted: PublishTarget,
): Promise<ReadonlyMap<string, Release>> {
  const isSilent = [...answers.values()].some((answer) => answer instanceof RegistryProblem);
  const last = isSilent ? await readLastOutputs() : undefined;
  const known = new Map<string, PublishedTags>();
  const unknown: RegistryProblem[] = [];
  for (const [name, answer] of answers) {
    if (!(answer instanceof RegistryProblem)) known.set(name, answer);
    else if (isNotYet(answer, wanted, last)) known.set(name, { tags: [] });
    else unknown.push(answer);
  }
  const problems = functions.flatMap(({ fn, labels }) => {
    const release = known.get(fn.name)?.release;
    return (release && releaseProblem(fn, labels, release, wanted.platforms)) ?? [];
  });
  if (!pulumi.runtime.isDryRun()) problems.push(...toldOnce(unknown));
  else if (unknown.length > 0) await warn(unknown);
  throwProblems("The functions cannot be published:", problems);
  return new Map(functions.map(({ fn }) => [fn.name, release(fn, known.get(fn.name), last)]));
}

function release({ name, version }: CatalogFunction, known?: PublishedTags, last?: LastOutputs): Release {
  if (known !== undefined) {
    const tags = releaseTags(version, known.tags);
    return known.release === undefined ? { tags } : { tags, publishedDigest: known.release.digest };
  }
  const before = last?.functions[name];
  // Not to show tags as changed that are only not known.
  if (before?.version !== version) return { tags: tagsOf(version) };
  return { tags: before.tags.map((tag) => tag.slice(tag.lastIndexOf(":") + 1)) };
}

/**
 * Whether a registry refuses because the stack has still to create it: what does not exist is denied as what may not be read.
 * Were it there after all, behind a lost login, nothing could be pushed without that login either.
 */
function isNotYet(
  { failure }: RegistryProblem,
  { createsRegistry, imagePrefix }: PublishTarget,
  last: LastOutputs | undefined,
): boolean {
  return createsRegistry && failure === "refused" && last?.imagePrefix !== imagePrefix;
}

async function warn(unknown: readonly RegistryProblem[]): Promise<void> {
  const lines = toldOnce(unknown).map((problem) => `\n  ${formatProblem(problem)}`);
  const what = "This preview does not know what is published, which the update will ask for";
  await pulumi.log.warn(`${what}:${lines.join("")}`);
}

/** The problems that have different cures. */
function toldOnce(problems: readonly RegistryProblem[]): readonly Problem[] {
  const all = problems.flatMap((problem) => problem.problems);
  return [...new Map([...all].reverse().map((problem) => [problem.cure, problem])).values()];
}
