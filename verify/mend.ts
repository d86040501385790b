// Owns putting tags back: at the digest that the stack published, without building anything.
import { type Problem, Problems } from "../catalog/problems.ts";
import { openRegistryClient, type RegistryClient } from "../oci/index.ts";
import type { FunctionReport } from "./published.ts";

/** What was put back and what could not be. */
export interface Mended {
  /** Each `registry/path/name:tag`. */
  readonly tags: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Points every tag that was moved or deleted at its digest again. Left alone are tags that a newer release has, and those of an
 * image of which a part is gone: only another publication mends that.
 */
export async function mendTags(
  reports: readonly FunctionReport[],
  client: RegistryClient = openRegistryClient(),
): Promise<Mended> {
  const mended = await Promise.all(reports.map((report) => mendFunction(report, client)));
  return {
    tags: mended.flatMap(({ tags }) => tags),
    problems: mended.flatMap(({ problems }) => problems),
  };
}

async function mendFunction(
  { image, digest, tagReports, isWhole }: FunctionReport,
  client: RegistryClient,
): Promise<Mended> {
  const lost = tagReports.filter(({ state }) => state === "moved" || state === "gone");
  if (lost.length === 0 || !isWhole) return { tags: [], problems: [] };
  const tags: string[] = [];
  try {
    const stored = await client.read(image, digest);
    if (stored === undefined) return { tags, problems: [] };
    // One after another, the release before the tags that float to it.
    for (const { tag } of lost) {
      await client.tag(image, tag, stored);
      tags.push(`${image}:${tag}`);
    }
    return { tags, problems: [] };
  } catch (error) {
    if (!(error instanceof Problems)) throw error;
    return { tags, problems: error.problems };
  }
}
