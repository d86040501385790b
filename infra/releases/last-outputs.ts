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

/** Reads them from the stack's state. */
export async function readLastOutputs(): Promise<LastOutputs> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const own = new pulumi.StackReference("last-outputs", { name });
  const [imagePrefix, functions] = await Promise.all(
    ["imagePrefix", "functions"].map(async (key) => (await own.getOutputDetails(key)).value as unknown),
  );
  return {
    imagePrefix: typeof imagePrefix === "string" ? imagePrefix : undefined,
    functions: (functions ?? {}) as LastOutputs["functions"],
  };
}
