// Owns what the check inside the builder gets: a function's cases, and how its recipe has them run.
import type { CatalogFunction, Recipe } from "../function.ts";
import type { CaseTexts } from "./case.ts";
import { reproducible } from "./compiled.ts";

/**
 * `bundle`: the entrypoint once, then all cases through the bundle in the check's own process; `program`: the entrypoint
 * for each case; `mounted`: likewise, with the function's file system mounted into the Node base, since it has no Node.
 */
export type CheckKind = "bundle" | "program" | "mounted";

/**
 * What the check inside the builder has to know; `check/plan.json` of a context. The cases are in it and not beside it: a catalog
 * has a thousand files of them, which the program, the provider and the builder would all look at in every run.
 */
export interface CheckPlan {
  readonly name: string;
  readonly kind: CheckKind;
  readonly entrypoint: readonly string[];
  readonly idempotent: boolean;
  /** By the cases' names. */
  readonly cases: Readonly<Record<string, CaseTexts>>;
}

/** Where the check of a bundle leaves V8's compiled code of it, once all cases have passed. */
export const compiledPath = "/tmp/function.code";

/** How the cases of a function with this recipe are run. */
export function checkOf(recipe: Pick<Recipe, "own" | "base">): CheckKind {
  if (!recipe.own) return "bundle";
  return recipe.base === "node" ? "program" : "mounted";
}

/**
 * Node.js's options for the check of a function with this recipe: for a bundle those of its entrypoint, since V8's compiled code is
 * good for no others.
 */
export function optionsOf(recipe: Pick<Recipe, "own" | "base" | "entrypoint">): readonly string[] {
  if (checkOf(recipe) !== "bundle") return [];
  const args = recipe.entrypoint.slice(1);
  const script = args.findIndex((word) => word.startsWith("/app/"));
  return [...args.slice(0, script), ...reproducible];
}

/** The plan of a function's check. */
export function planOf({ name, recipe, idempotent }: CatalogFunction, cases: CheckPlan["cases"]): CheckPlan {
  return { name, kind: checkOf(recipe), entrypoint: recipe.entrypoint, idempotent, cases };
}
