// Owns what is told of a registry that does not answer as it should.
import { type Problem, Problems } from "../catalog/problems.ts";

/**
 * Why a registry was of no use: `unreachable` (no answer, or none but errors of the server), or `refused` (it wants a login
 * or another one: 401, 403; some registries say 403 for what does not exist).
 */
export type RegistryFailure = "unreachable" | "refused";

/** A registry that does not answer as it should. */
export class RegistryProblem extends Problems {
  readonly failure: RegistryFailure;

  constructor(failure: RegistryFailure, problem: Problem, options?: ErrorOptions) {
    super("The registry cannot be used:", [problem], options);
    this.name = "RegistryProblem";
    this.failure = failure;
  }
}

/** The problem of content that is not what its digest says. */
export function damaged(image: string, wanted: string, found: string): RegistryProblem {
  const must = `must be served with the bytes of its digest, but those have "${found}"`;
  const cure = "the registry's storage (or a proxy before it) is damaged: restore that image there";
  return new RegistryProblem("unreachable", { path: `${image}@${wanted}`, must, cure });
}
