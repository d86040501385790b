// Owns the whole Dockerfile of a function: its recipe with the stages `check` and `release` behind it.
import { checkOf } from "../check/plan.ts";
import type { CatalogFunction, Recipe } from "../function.ts";

/**
 * What runs the cases. The base's Node.js by its absolute path, since an emulator does not look for programs; without the
 * optimizing compiler, which makes an emulated check a quarter slower (14 cases: 4.9 s of processor time, 3.6 s without).
 */
const runner = '["/nodejs/bin/node", "--no-opt", "/check/run.cjs"]';

/**
 * The Dockerfile text of a function. It builds the last stage, `release`: FROM `function`, with one empty folder copied from
 * `check`, so that no image comes out of a build in which a case failed. Its build arguments are `baseArgument` of each of
 * `recipe.bases` and of `node`; its context is the function's, from `writeContexts`.
 */
export function composeRecipe({ recipe }: Pick<CatalogFunction, "recipe">): string {
  return [
    // The bases have no defaults: a stack always names them.
    "# check=skip=InvalidDefaultArgInFrom",
    declareNodeBase(recipe),
    ...checkStage(recipe),
    // Only after the cases have run, so that nothing that they write can get into the image.
    "WORKDIR /passed",
    "FROM function AS release",
    "COPY --from=check /passed /",
    "",
  ].join("\n");
}

/** The stage that runs the cases; each instruction is in exec form, since no image needs a shell. */
function checkStage(recipe: Recipe): readonly string[] {
  const cases = "--mount=type=bind,source=check,target=/check,readonly";
  if (checkOf(recipe) !== "mounted") {
    return ["FROM function AS check", "ARG TARGETPLATFORM", `RUN --network=none ${cases} ${runner}`];
  }
  return [
    "FROM ${NODE_BASE} AS check",
    ...recipe.environment,
    `USER ${recipe.user}`,
    "ARG TARGETPLATFORM",
    `RUN --network=none ${cases} --mount=type=bind,from=function,target=/function,readonly ${runner}`,
  ];
}

/** The recipe with a global `ARG NODE_BASE`, which only counts before the first FROM. */
function declareNodeBase(recipe: Recipe): string {
  const text = recipe.text.trimEnd();
  return recipe.bases.includes("node") ? text : `ARG NODE_BASE\n${text}`;
}
