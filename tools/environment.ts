// Owns the environment of Pulumi in a clone: its tools, its state in a file, no passphrase, its own store of builders.
import { clonePath } from "./paths.ts";
import type { Toolchain } from "./toolchain/index.ts";

/**
 * The variables that `pulumi` needs beside the user's own, those of the toolchain included.
 *
 * @param stateBucket where the stack's state is, if not in the clone; a place that the user has set is left alone then
 */
export function pulumiEnvironment(
  clone: string,
  toolchain: Pick<Toolchain, "env">,
  stateBucket?: string,
): Readonly<Record<string, string>> {
  const local = `file://${clonePath(clone, "state")}`;
  // A shell that has dev's variables does not mean them for other stacks.
  const elsewhere = [local, undefined].includes(process.env.PULUMI_BACKEND_URL)
    ? ""
    : process.env.PULUMI_BACKEND_URL;
  return {
    ...toolchain.env,
    PULUMI_BACKEND_URL: stateBucket === undefined ? local : elsewhere || `gs://${stateBucket}`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    BUILDX_CONFIG: clonePath(clone, "buildx"),
  };
}
