// Owns what the catalog offers to the program: reading functions, versions, contexts, recipes, labels and fingerprints.
export { type CheckKind, checkOf } from "./check/plan.ts";
export { commandOutside } from "./context/command.ts";
export { type FunctionContext, writeContexts } from "./context/write.ts";
export { fingerprintLabel } from "./fingerprint.ts";
export type { CatalogFunction, ConfigKind, Declaration, Recipe } from "./function.ts";
export { imageLabels } from "./labels.ts";
export { newFunction } from "./new.ts";
export { platforms } from "./platforms.ts";
export { formatProblem, type Problem, Problems, refusalOf, throwProblems } from "./problems.ts";
export { type Project, readProject } from "./project.ts";
export { type ReadOptions, readCatalog } from "./read.ts";
export { composeRecipe, neededBases, type RecipeInputs } from "./recipe/compose.ts";
export { writeRecipe } from "./recipe/write.ts";
export {
  type Labels,
  type PublishedRelease,
  rebuildProblem,
  releaseProblem,
  releaseTags,
} from "./releases.ts";
export { casesOf, type LoadedFunction, loadFunctions, type RunnableCase, updateCases } from "./run-cases.ts";
export { isRelease, nextRelease, type ReleasePart, tagsOf } from "./version.ts";
