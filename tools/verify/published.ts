// Owns what a stack's outputs and the catalog say about functions, in the words of `verify/`.
import { type CatalogFunction, type Problem, Problems } from "../../catalog/index.ts";
import type { Demand, Published } from "../../verify/index.ts";
import type { FunctionOutput, StackOutputs } from "../stack/outputs.ts";
import type { Options } from "./options.ts";

/** What can be verified, and which functions of the stack cannot be. */
export interface Verifiable {
  readonly published: readonly Published[];
  readonly problems: readonly Problem[];
}

/**
 * The functions that a stack says it published, sorted by name.
 *
 * @throws Problems where a name is none of the stack's, or where it published nothing
 */
export function publishedBy(
  { functions }: Pick<StackOutputs, "functions">,
  { stack, names }: Pick<Options, "stack" | "names">,
): Verifiable {
  const known = Object.keys(functions).sort();
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const problems = unknown.map((name) => ({
      path: `stack "${stack}"`,
      must: `must have published "${name}"`,
      cure: `write some of ${known.join(", ")}`,
    }));
    throw new Problems("Nothing can be verified:", problems);
  }
  const wanted = known.filter((name) => names.length === 0 || names.includes(name));
  const read = wanted.map((name) => readOutput(functions[name] as FunctionOutput, stack));
  const published = read.filter((one): one is Published => "digest" in one);
  const problems = read.filter((one): one is Problem => "must" in one);
  if (published.length > 0) return { published, problems };
  const none = { path: `stack "${stack}"`, must: "must have published a function" };
  throw new Problems("Nothing can be verified:", problems.length > 0 ? problems : [none]);
}

function readOutput(
  { name, version, ref, tags, platforms = {} }: FunctionOutput,
  stack: string,
): Published | Problem {
  const path = `stack "${stack}", ${name}`;
  const [, image, digest] = /^([^@]+)@(sha256:[0-9a-f]{64})$/.exec(ref ?? "") ?? [];
  if (image === undefined || digest === undefined) {
    const must = `must have a reference by digest in the stack's outputs, not "${ref}"`;
    return { path, must, cure: `run \`npm run pulumi -- up --stack ${stack}\`` };
  }
  if (Object.keys(platforms).length === 0) {
    const must = "must have been pushed, but the last update only built or loaded it (`publish`)";
    const set = `npm run pulumi -- config set publish push --stack ${stack}`;
    return { path, must, cure: `run \`${set}\` and update the stack` };
  }
  return { name, version, image, digest, tags: tags.map((tag) => tag.slice(image.length + 1)) };
}

/** What the catalog demands of each function. */
export function demandsOf(functions: readonly CatalogFunction[]): ReadonlyMap<string, Demand> {
  return new Map(
    functions.map(({ name, recipe, budget }) => [
      name,
      { ownRecipe: recipe.own, hasBase: recipe.base !== undefined, budget },
    ]),
  );
}
