// Owns the check of tags: each points at the digest that the stack published.
import { releaseTags } from "../catalog/releases.ts";
import type { RegistryClient, Stored } from "../oci/index.ts";
import type { Cures, Published, Refuse, TagReport } from "./published.ts";

/** The tags of a function, and what the first one points at, read on the way. */
export interface ReadTags {
  readonly reports: readonly TagReport[];
  /** The manifest of the published digest, where the first tag points at it. */
  readonly stored?: Stored;
}

/** Asks for every tag once. */
export async function readTags(client: RegistryClient, published: Published): Promise<ReadTags> {
  const { image, digest, tags, version } = published;
  const [first, ...others] = tags;
  const [stored, ...rest] = await Promise.all([
    first === undefined ? undefined : client.read(image, first),
    ...others.map((tag) => client.digestOf(image, tag)),
  ]);
  const found = [stored?.digest, ...rest];
  const isMoved = tags.some((_, at) => found[at] !== undefined && found[at] !== digest);
  const still = isMoved ? releaseTags(version, await client.tags(image)) : tags;
  const reports = tags.map((tag, at): TagReport => {
    const target = found[at];
    if (target === undefined) return { tag, state: "gone" };
    if (target === digest) return { tag, state: "right", digest };
    return { tag, state: still.includes(tag) ? "moved" : "newer", digest: target };
  });
  return { reports, ...(stored?.digest === digest ? { stored } : {}) };
}

/** Reports every tag that is not where it should be. */
export function checkTags(
  { image, digest }: Published,
  reports: readonly TagReport[],
  cures: Cures,
  refuse: Refuse,
): void {
  for (const { tag, state, digest: found } of reports) {
    const must = `must point at ${digest}, which the stack published`;
    if (state === "gone") refuse(`${image}:${tag}`, `${must}, but is gone`, `run \`${cures.mend}\``);
    if (state === "moved")
      refuse(`${image}:${tag}`, `${must}, but points at ${found}`, `run \`${cures.mend}\``);
    if (state === "newer") {
      const cure = "update the stack from the sources of that release";
      refuse(`${image}:${tag}`, `${must}, but a newer release has moved it on to ${found}`, cure);
    }
  }
}
