// Owns noticing that the local registry lost what the stack's state says is published, as after its data was deleted.
import { digestOf } from "../../infra/registry/client.ts";
import type { StackOutputs } from "./outputs.ts";

/**
 * Names of the functions whose image the registry on loopback no longer has. Those in another registry are not asked for, nor
 * those that were only built or loaded, which name no published platforms.
 */
export async function lostFunctions(outputs: StackOutputs): Promise<readonly string[]> {
  const functions = Object.values(outputs.functions).filter(
    ({ platforms = {} }) => Object.keys(platforms).length > 0,
  );
  const lost = await Promise.all(functions.map(({ ref }) => isLost(ref)));
  return functions.filter((_, at) => lost[at]).map(({ name }) => name);
}

async function isLost(ref: string): Promise<boolean> {
  const [, address, repository, digest] =
    /^((?:localhost|127\.0\.0\.1):\d+)\/(.+)@(sha256:.+)$/.exec(ref) ?? [];
  if (address === undefined || repository === undefined || digest === undefined) return false;
  return (await digestOf(address, repository, digest)) === undefined;
}

/** Options of `pulumi up` that publish these functions' images again, though nothing of them changed. */
export function publishAgain(stack: string, functions: readonly string[]): readonly string[] {
  const type = "krm-functions:index:FunctionImage$docker-build:index:Image";
  return functions.flatMap((name) => ["--replace", `urn:pulumi:${stack}::krm-functions::${type}::${name}`]);
}
