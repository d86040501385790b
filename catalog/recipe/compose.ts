// Owns the whole Dockerfile of a function: its recipe with the stages `check` and `release` behind it.
import { checkOf, compiledPath, optionsOf } from "../check/plan.ts";
import type { CatalogFunction, Recipe } from "../function.ts";
import { baseArgument } from "./bases.ts";

/** The base's Node.js by its absolute path, since an emulator does not look for programs. */
const node = "/nodejs/bin/node";

/** What a stack adds to a function's recipe. */
export interface RecipeInputs {
  /** Reference by digest of every base that is needed, by the base's name. */
  readonly bases: Readonly<Record<string, string>>;
  /** The image's labels. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Names of the bases that the Dockerfile of a function needs: its recipe's, and Node.js for the check. */
export function neededBases({ recipe }: Pick<CatalogFunction, "recipe">): readonly string[] {
  return [...new Set(["node", ...recipe.bases])].sort();
}

/**
 * The Dockerfile text of a function. It builds the last stage, `release`: FROM `function`, with something copied from `check`,
 * so that no image comes out of a build in which a case failed. All that makes the image is in this text and in the
 * function's context, so that a change of it changes no input of the Image but the hash of its files.
 */
export function composeRecipe(fn: Pick<CatalogFunction, "recipe">, { bases, labels }: RecipeInputs): string {
  return [
    ...withBases(fn, bases),
    ...checkStage(fn.recipe),
    ...releaseStage(fn.recipe),
    ...Object.entries(labels).map(([key, value]) => `LABEL ${quote(key)}=${quote(value)}`),
    "",
  ].join("\n");
}

/** The recipe, in which the arguments of bases have the stack's references: they count only before the first FROM. */
function withBases(fn: Pick<CatalogFunction, "recipe">, bases: Readonly<Record<string, string>>): string[] {
  const names = neededBases(fn);
  const declared = names.map((name) => `ARG ${baseArgument(name)}=${bases[name] ?? ""}`);
  const bare = new Set(names.map((name) => `ARG ${baseArgument(name)}`));
  const lines = fn.recipe.text.trimEnd().split("\n");
  const first = lines.findIndex((line) => /^FROM\s/i.test(line));
  return [...declared, ...lines.filter((line, at) => at >= first || !bare.has(line.trim()))];
}

/** A word in double quotes, in which nothing is expanded. */
function quote(text: string): string {
  return `"${text.replaceAll(/[\\"$]/g, "\\$&")}"`;
}

/** The stage that runs the cases; each instruction is in exec form, since no image needs a shell. */
function checkStage(recipe: Recipe): readonly string[] {
  const cases = "--mount=type=bind,source=check,target=/check,readonly";
  const run = JSON.stringify([node, ...optionsOf(recipe), "/check/run.cjs"]);
  if (checkOf(recipe) !== "mounted") {
    return ["FROM function AS check", "ARG TARGETPLATFORM", `RUN --network=none ${cases} ${run}`];
  }
  return [
    "FROM ${NODE_BASE} AS check",
    ...recipe.environment,
    `USER ${recipe.user}`,
    "ARG TARGETPLATFORM",
    `RUN --network=none ${cases} --mount=type=bind,from=function,target=/function,readonly ${run}`,
  ];
}

/**
 * The stage that is built. It has nothing of what cases write but, of a bundle, the file that the check's process writes when they
 * have passed.
 */
function releaseStage(recipe: Recipe): readonly string[] {
  return checkOf(recipe) === "bundle"
    ? ["FROM function AS release", `COPY --from=check --chown=0:0 ${compiledPath} /app/`]
    : ["WORKDIR /passed", "FROM function AS release", "COPY --from=check /passed /"];
}
