// Owns bringing the bases of a stack to the digests that their tags have now.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { platforms } from "../../catalog/platforms.ts";
import { type Problem, Problems, throwProblems } from "../../catalog/problems.ts";
import { type Index, platformName, type RegistryClient, RegistryProblem } from "../../oci/index.ts";
import { readStackBases, type StackBase, writeDigests } from "./bases.ts";

/** What an update found for one base. */
export interface BaseUpdate {
  readonly base: StackBase;
  /** The digest that its tag has now. */
  readonly digest: string;
}

/**
 * Asks each base's registry for the digest of its tag, and writes those that changed into the stack's file in `root`.
 *
 * @param key of the setting, `PROJECT:bases`
 * @throws Problems with all that is wrong with any of the bases; then nothing is written
 */
export async function updateStackBases(
  root: string,
  stack: string,
  key: string,
  client: RegistryClient,
): Promise<readonly BaseUpdate[]> {
  const file = `Pulumi.${stack}.yaml`;
  const text = readStackFile(root, file);
  const { bases, problems } = readStackBases(file, text, key);
  const found = await Promise.all(bases.map((base) => resolveBase(client, file, base)));
  const updates = found.filter((one): one is BaseUpdate => "base" in one);
  const title = `The bases of stack "${stack}" cannot be updated:`;
  throwProblems(title, [...problems, ...found.flatMap((one) => ("base" in one ? unpinned(file, one) : one))]);
  const next = writeDigests(text, bases, new Map(updates.map(({ base, digest }) => [base.name, digest])));
  if (next !== text) writeFileSync(join(root, file), next);
  return updates;
}

function readStackFile(root: string, file: string): string {
  if (existsSync(join(root, file))) return readFileSync(join(root, file), "utf8");
  const stacks = readdirSync(root).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
  const cure = `name one of ${stacks.join(", ")}`;
  throw new Problems("The bases cannot be updated:", [
    { path: file, must: "must be the file of a stack", cure },
  ]);
}

async function resolveBase(
  client: RegistryClient,
  file: string,
  base: StackBase,
): Promise<BaseUpdate | readonly Problem[]> {
  const { image, tag, line } = base;
  const refuse = (must: string) => [
    { path: `${image}:${tag}`, must, cure: `name another in ${file}:${line}` },
  ];
  try {
    const stored = await client.read(image, tag);
    if (stored === undefined) return refuse("must be in its registry");
    const { manifests = [] } = stored.content as Partial<Index>;
    const names = manifests.flatMap(({ platform }) => (platform === undefined ? [] : platformName(platform)));
    const missing = platforms.filter((platform) => !names.includes(platform));
    if (missing.length === 0) return { base, digest: stored.digest };
    const has = names.length === 0 ? "is an image for one platform" : `has ${names.join(", ")}`;
    return refuse(`must be an index with ${platforms.join(" and ")}, but ${has}`);
  } catch (error) {
    if (error instanceof RegistryProblem) return error.problems;
    throw error;
  }
}

/** A base without a digest can change under every function at any time: whoever wrote it so decides what to pin. */
function unpinned(file: string, { base, digest }: BaseUpdate): readonly Problem[] {
  if (base.digest !== undefined) return [];
  const { name, image, tag, line } = base;
  const must = `\`${name}\` must be pinned by a digest, not "${image}:${tag}"`;
  return [{ path: `${file}:${line}`, must, cure: `write \`${name}: ${image}@${digest} # ${tag}\`` }];
}
