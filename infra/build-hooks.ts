// Owns what the program tells of a build beside what the provider tells.
import * as pulumi from "@pulumi/pulumi";
import { formatProblem } from "../catalog/index.ts";
import { buildProblem } from "./builder/build-problem.ts";
import { builderName } from "./builder/entry.ts";
import { readBuiltDigest, readFailedSteps } from "./builder/records.ts";
import { pushProblem } from "./registry/push-problem.ts";
import type { PublishMode } from "./settings.ts";

/** Whether the builder took the build on, so that its newest record of it is this one's. */
function wasSolved(errors: readonly string[]): boolean {
  return errors.some((error) => error.includes("failed to solve"));
}

/**
 * Hooks of every Image: what the failed steps of its build printed, such as the differences of its cases, and what mends a
 * failed push or a builder that went away; in a preview the digest that `up` will publish, also where the outputs cannot show it, as for a new function or a
 * new version.
 */
export function buildHooks(publish: PublishMode): pulumi.ResourceHookBinding {
  const failed = new pulumi.ErrorHook("report-failed-build", async ({ name, errors }) => {
    // What the steps of a failed push print is the same reason, once for each try.
    const problem = pushProblem(errors) ?? buildProblem(errors);
    const steps = problem === undefined && wasSolved(errors) ? await readFailedSteps(builderName, name) : "";
    if (steps !== "") await pulumi.log.error(`${name}: its build failed:\n${steps}`);
    if (problem !== undefined) await pulumi.log.error(formatProblem(problem));
    return false; // The same sources would fail again.
  });
  if (publish !== "push") return { onError: [failed] };
  const built = new pulumi.ResourceHook(
    "report-previewed-digest",
    async ({ name }) => {
      if (!pulumi.runtime.isDryRun()) return;
      const digest = await readBuiltDigest(builderName, name);
      if (digest !== undefined)
        await pulumi.log.info(`${name}: checked on every platform; up publishes ${digest}`);
    },
    { onDryRun: true, ignoreErrors: true },
  );
  return { onError: [failed], afterCreate: [built], afterUpdate: [built] };
}
