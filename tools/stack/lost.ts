// Owns noticing that the local registry lost what the stack's state says is published, as after its data was deleted.
import { openRegistryClient, type RegistryClient } from "../../oci/index.ts";
import type { StackOutputs } from "./outputs.ts";

/**
 * Names of the functions whose image the registry on loopback no longer has. Those in another registry are not asked for, nor
 * those that were only built or loaded, which name no published platforms.
 */
export async function lostFunctions(outputs: StackOutputs): Promise<readonly string[]> {
  const functions = Object.values(outputs.functions).filter(
    ({ platforms = {} }) => Object.keys(platforms).length > 0,
  );
  const client = openRegistryClient();
  const lost = await Promise.all(functions.map(({ ref }) => isLost(client, ref)));
  return functions.filter((_, at) => lost[at]).map(({ name }) => name);
}

async function isLost(client: RegistryClient, ref: string): Promise<boolean> {
  const [, image, digest] = /^((?:localhost|127\.0\.0\.1):\d+\/.+)@(sha256:.+)$/.exec(ref) ?? [];
  if (image === undefined || digest === undefined) return false;
  return (await client.digestOf(image, digest)) === undefined;
}

/** Options of `pulumi up` that publish these functions' images again, though nothing of them changed. */
export function publishAgain(stack: string, functions: readonly string[]): readonly string[] {
  const type = "krm-functions:index:FunctionImage$docker-build:index:Image";
  return functions.flatMap((name) => ["--replace", `urn:pulumi:${stack}::krm-functions::${type}::${name}`]);
}
