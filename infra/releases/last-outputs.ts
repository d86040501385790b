// Owns what the stack itself put out when it was last updated.
import * as pulumi from "@pulumi/pulumi";

/** The outputs of the last update, as far as the release rules go. */
export interface LastOutputs {
  /** Undefined where no update of the stack ever ended well. */
  readonly imagePrefix: string | undefined;
  /** By function: its version, and its tags as `registry/path/name:tag`. */
  readonly functions: Readonly<
    Record<string, { readonly version: string; readonly tags: readonly string[] } | undefined>
  >;
}

/** Asks the engine for them, as a StackReference would, which would be a resource of the stack itself. */
export async function readLastOutputs(): Promise<LastOutputs> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const { outputs } = (await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name })) as {
    outputs: Partial<LastOutputs>;
  };
  return { imagePrefix: outputs.imagePrefix, functions: outputs.functions ?? {} };
}
