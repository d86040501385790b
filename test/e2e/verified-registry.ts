// Owns what the tests of verification share: a registry with functions in it, and what verifying them tells.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { platforms } from "../../catalog/platforms.ts";
import { formatProblem } from "../../catalog/problems.ts";
import { type Demand, type FunctionReport, type Published, verifyFunctions } from "../../verify/index.ts";
import { FunctionImages } from "./function-images.ts";
import { startRegistry, type TestRegistry } from "./registry-process.ts";

/** A registry whose functions are verified. */
export interface VerifiedRegistry {
  readonly registry: TestRegistry;
  readonly images: FunctionImages;
  /** Folder of what was read of layers. */
  readonly cache: string;
  /** Verifies functions; the cures are `MEND` and `PUBLISH NAME`. `demand` null: the catalog does not have them. */
  verify(published: readonly Published[], demand?: Demand | null): Promise<readonly FunctionReport[]>;
  /** Problems of a report as lines, without the registry's address, digests short. */
  linesOf(report: FunctionReport): readonly string[];
  /** Those of one function. */
  problemsOf(fn: Published, demand?: Demand | null): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** What the catalog demands of most functions. */
export const usualDemand: Demand = { ownRecipe: false, hasBase: true, budget: 300_000 };

/** A digest as `linesOf` shows it. */
export function short(digest: string | undefined): string | undefined {
  return digest?.slice(7, 13);
}

/** Starts a registry. */
export async function startVerifiedRegistry(): Promise<VerifiedRegistry> {
  const registry = await startRegistry();
  const cache = mkdtempSync(join(tmpdir(), "krm-functions-verify-"));
  const verify: VerifiedRegistry["verify"] = (published, demand = usualDemand) =>
    verifyFunctions(published, {
      imagePrefix: registry.address,
      platforms,
      demands: new Map(demand === null ? [] : published.map(({ name }) => [name, demand])),
      cache,
      cures: { mend: "MEND", publish: (name) => `PUBLISH ${name}` },
    });
  const linesOf: VerifiedRegistry["linesOf"] = ({ problems }) =>
    problems.map((problem) =>
      formatProblem(problem)
        .replaceAll(`${registry.address}/`, "")
        .replaceAll(/sha256:([0-9a-f]{6})[0-9a-f]+/g, "$1"),
    );
  return {
    registry,
    images: new FunctionImages(registry, platforms),
    cache,
    verify,
    linesOf,
    problemsOf: async (fn, demand) => (await verify([fn], demand)).flatMap(linesOf),
    async stop() {
      rmSync(cache, { recursive: true });
      await registry.stop();
    },
  };
}
