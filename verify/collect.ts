// Owns gathering what does not hold of one function, so that one fault hides no other.
import { type Problem, Problems } from "../catalog/problems.ts";
import { RegistryProblem } from "../oci/index.ts";
import type { Refuse } from "./published.ts";

/** Problems of one function. */
export interface Collected {
  readonly problems: readonly Problem[];
  readonly refuse: Refuse;
  /**
   * Does one step; where it throws `Problems`, those are added and it gives undefined.
   *
   * @throws RegistryProblem where the registry does not answer at all, which concerns every function
   */
  attempt<T>(step: () => Promise<T>): Promise<T | undefined>;
  /** A place for the problems of a step beside others: they come in the order of these calls, whichever are found first. */
  beside(): Collected;
}

/** @param registry `host[:port]`, as the path of a problem that concerns the whole of it */
export function collect(registry: string): Collected {
  const found: (Problem | Collected)[] = [];
  return {
    get problems() {
      return found.flatMap((one) => ("problems" in one ? one.problems : [one]));
    },
    refuse: (path, must, cure) => found.push({ path, must, ...(cure === undefined ? {} : { cure }) }),
    async attempt(step) {
      try {
        return await step();
      } catch (error) {
        if (!(error instanceof Problems)) throw error;
        const isGone = error instanceof RegistryProblem && error.failure === "unreachable";
        if (isGone && error.problems.some(({ path }) => path === registry)) throw error;
        found.push(...error.problems);
        return undefined;
      }
    },
    beside() {
      const other = collect(registry);
      found.push(other);
      return other;
    },
  };
}
