// Owns the environment of Pulumi in a clone: its tools, its state in a file, no passphrase, its own store of builders.
import { clonePath } from "./paths.ts";
import type { Toolchain } from "./toolchain/index.ts";

/** The variables that `pulumi` needs beside the user's own, those of the toolchain included. */
export function pulumiEnvironment(
  clone: string,
  toolchain: Pick<Toolchain, "env">,
): Readonly<Record<string, string>> {
  return {
    ...toolchain.env,
    PULUMI_BACKEND_URL: `file://${clonePath(clone, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    BUILDX_CONFIG: clonePath(clone, "buildx"),
  };
}
