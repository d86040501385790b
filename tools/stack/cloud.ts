// Owns what a stack on GCP needs that this machine may not reach: its state, and the providers of its resources.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Problem, throwProblems } from "../../catalog/problems.ts";
import { onPath } from "../../infra/builder/buildx.ts";
import { unreachable, VENDOR } from "../toolchain/vendor.ts";

const storage = "https://storage.googleapis.com/";

/** The providers of the stack's resources on GCP; their versions are those of their packages. */
const providers = ["gcp", "random"];

/**
 * Asks whether the state's bucket can be reached, and the providers had, so that what cannot is told at once and with its cure.
 *
 * @throws Problems naming all that is missing
 */
export async function requireCloud(
  clone: string,
  stack: string,
  reach: (base: string) => Promise<string | undefined> = unreachable,
): Promise<void> {
  const { PULUMI_BACKEND_URL: state = "", PULUMI_HOME: home = "" } = process.env;
  const problems: Problem[] = [];
  const missing = providers
    .map((name) => pluginOf(clone, name))
    .filter(({ name, folder }) => !existsSync(join(home, folder)) && !onPath(`pulumi-resource-${name}`));
  const [noState, noVendor] = await Promise.all([
    state.startsWith("gs://") ? reach(storage) : undefined,
    missing.length > 0 ? reach(VENDOR) : undefined,
  ]);
  if (noState !== undefined) {
    const must = `must be reachable, since it has the state of stack "${stack}", but: ${noState}`;
    problems.push({ path: state, must, cure: "see that this machine reaches storage.googleapis.com" });
  }
  if (noVendor !== undefined) {
    for (const { name, version, folder } of missing) {
      const must = `must hold the provider of a part of stack "${stack}", and ${new URL(VENDOR).host} cannot be reached: ${noVendor}`;
      const install = `pulumi plugin install resource ${name} ${version}`;
      problems.push({
        path: join(home, folder),
        must,
        cure: `run \`${install}\` where that can be, and copy the folder`,
      });
    }
  }
  throwProblems(`Stack "${stack}" cannot be used from here:`, problems);
}

function pluginOf(clone: string, name: string) {
  const file = join(clone, "node_modules", "@pulumi", name, "package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  return { name, version, folder: join("plugins", `resource-${name}-v${version}`) };
}
