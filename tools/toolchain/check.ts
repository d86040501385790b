// Runs a tool that was just brought, to know that it works here and is the version that it should be.

import { execFile } from "node:child_process";
import { join } from "node:path";
import type { Artifact } from "./artifacts.ts";
import type { Machine } from "./machine.ts";

/** Throws when an executable of `artifact` in `folder` does not start or tells another version. */
export async function checkVersions(artifact: Artifact, folder: string, machine: Machine): Promise<void> {
  const env = { ...machine.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  await Promise.all(
    Object.entries(artifact.check).map(async ([executable, { args, output }]) => {
      const file = join(folder, executable);
      const said = await outputOf(file, args, env);
      if (!output.test(said)) {
        throw new Error(
          `${file} ${args.join(" ")} must match ${output}, but it said "${said.trim().slice(0, 200)}"`,
        );
      }
    }),
  );
}

/** All that a command printed; its exit code does not count, since some programs call their help a failure. */
function outputOf(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(file, args, { timeout: 30_000, env }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== "number") reject(error);
      else resolve(`${stdout}\n${stderr}`);
    });
  });
}
