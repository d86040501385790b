// Owns the stack's bases: for each name that a recipe builds on, one reference by digest.
import { type Problem, throwProblems } from "../catalog/problems.ts";
import type { Registry } from "./registry/registry.ts";
import type { Settings } from "./settings.ts";

/**
 * References by digest (`name@sha256:...`) of the bases with these names: the settings' own first, then the registry's.
 *
 * @throws Problems naming every base that neither of them has
 */
export async function resolveBases(
  names: readonly string[],
  settings: Pick<Settings, "bases">,
  registry: Registry,
): Promise<Readonly<Record<string, string>>> {
  const references = await Promise.all(
    names.map(async (name) => settings.bases[name] ?? (await registry.ownBase?.(name))),
  );
  const problems: Problem[] = names
    .filter((_, at) => references[at] === undefined)
    .map((name) => ({
      path: `krm-functions:bases.${name}`,
      must: "must be a reference by digest, since a recipe builds on this base and the registry has none of its own",
      cure: `write a line \`${name}: IMAGE@sha256:DIGEST # TAG\` below \`krm-functions:bases:\` in Pulumi.<stack>.yaml; \`npm run bases:update -- --stack <stack>\` tells the digest of \`${name}: IMAGE:TAG\``,
    }));
  throwProblems("Base images are missing:", problems);
  return Object.fromEntries(names.map((name, at) => [name, references[at] ?? ""]));
}

/**
 * The references as an image's labels have them: those below the stack's own prefix without it, so that the same sources and
 * base give the same digest in every registry.
 */
export function namedByLabels(
  bases: Readonly<Record<string, string>>,
  imagePrefix: string,
): Readonly<Record<string, string>> {
  const own = `${imagePrefix}/`;
  const named = Object.entries(bases).map(([name, reference]) => [
    name,
    reference.startsWith(own) ? reference.slice(own.length) : reference,
  ]);
  return Object.fromEntries(named);
}
