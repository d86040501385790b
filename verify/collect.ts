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
}

/** @param registry `host[:port]`, as the path of a problem that concerns the whole of it */
export function collect(registry: string): Collected {
  const problems: Problem[] = [];
  return {
    problems,
    refuse: (path, must, cure) => problems.push({ path, must, ...(cure === undefined ? {} : { cure }) }),
    async attempt(step) {
      try {
        return await step();
      } catch (error) {
        if (!(error instanceof Problems)) throw error;
        const isGone = error instanceof RegistryProblem && error.failure === "unreachable";
        if (isGone && error.problems.some(({ path }) => path === registry)) throw error;
        problems.push(...error.problems);
        return undefined;
      }
    },
  };
}
