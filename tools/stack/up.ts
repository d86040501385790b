// Owns running `pulumi up` of a stack with everything that would make it ask or stop put right before.
import { existsSync } from "node:fs";
import { runVisibly, succeed } from "../child.ts";
import { engineEnvironment } from "../environment.ts";
import { clonePath } from "../paths.ts";

/** The project of Pulumi.yaml, and its stack whose state and registry are on this machine. */
export const project = "krm-functions";
export const localStack = "dev";

/** The file of the local stack's state. */
export function stackFile(clone: string): string {
  return clonePath(clone, "state", ".pulumi", "stacks", project, `${localStack}.json`);
}

/** Makes sure that the local stack exists in the clone's state. Its committed file, with its salt, stays as it is. */
export async function ensureStack(pulumi: string, clone: string): Promise<void> {
  if (existsSync(stackFile(clone))) return;
  const args = ["stack", "select", "--create", "--stack", localStack, "--non-interactive"];
  await succeed(`The stack "${localStack}" cannot be created:`, pulumi, args, { cwd: clone });
}

/** Updates the local stack on this terminal; resolves to Pulumi's exit code. The outputs are left to the table. */
export async function runUp(pulumi: string, clone: string, more: readonly string[]): Promise<number> {
  const args = ["up", "--yes", "--skip-preview", "--suppress-outputs", "--stack", localStack, ...more];
  return await runEngine(pulumi, clone, args);
}

/** Runs Pulumi on this terminal; resolves to its exit code. `variables`: beside its usual ones. */
export async function runEngine(
  pulumi: string,
  clone: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<number> {
  const env = { ...process.env, ...engineEnvironment(), ...variables };
  return await runVisibly(pulumi, args, { cwd: clone, env });
}
