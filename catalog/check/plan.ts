// Owns how a function's cases are run inside the builder, by its recipe.
import type { CatalogFunction, Recipe } from "../function.ts";

/**
 * `bundle`: the entrypoint once, then all cases through the bundle in the check's own process; `program`: the entrypoint
 * for each case; `mounted`: likewise, with the function's file system mounted into the Node base, since it has no Node.
 */
export type CheckKind = "bundle" | "program" | "mounted";

/** What the check inside the builder has to know; `check/plan.json` of a context. */
export interface CheckPlan {
  readonly name: string;
  readonly kind: CheckKind;
  readonly entrypoint: readonly string[];
  readonly idempotent: boolean;
}

/** How the cases of a function with this recipe are run. */
export function checkOf(recipe: Pick<Recipe, "own" | "base">): CheckKind {
  if (!recipe.own) return "bundle";
  return recipe.base === "node" ? "program" : "mounted";
}

/** The plan of a function's check. */
export function planOf({ name, recipe, idempotent }: CatalogFunction): CheckPlan {
  return { name, kind: checkOf(recipe), entrypoint: recipe.entrypoint, idempotent };
}
