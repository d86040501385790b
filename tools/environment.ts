// Owns the environment of Pulumi in a clone: its tools, its state in a file, no passphrase, its own store of builders,
// images compared side by side, and as many builds at once as suit the stack's builder.
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { delimiter, join } from "node:path";
import { clonePath } from "./paths.ts";
import type { Toolchain } from "./toolchain/index.ts";

/** What Pulumi's environment depends on of a stack. */
export interface StackPlace {
  /** Bucket of its state; undefined where that is in the clone. */
  readonly stateBucket?: string | undefined;
  /** Whether its builds run on this machine's processors. */
  readonly buildsHere: boolean;
}

/**
 * The variables that `pulumi` needs beside the user's own, those of the toolchain included.
 *
 * @param stack its place; the user's own value for the state of a stack elsewhere, or for the builds at once, is left alone
 */
export function pulumiEnvironment(
  clone: string,
  toolchain: Pick<Toolchain, "env">,
  stack: StackPlace,
): Readonly<Record<string, string>> {
  const local = `file://${clonePath(clone, "state")}`;
  // A shell that has dev's variables does not mean them for other stacks.
  const shellIsForLocal = process.env.PULUMI_BACKEND_URL === local;
  const elsewhere = shellIsForLocal ? "" : process.env.PULUMI_BACKEND_URL;
  const { PATH, ...others } = toolchain.env;
  return {
    PATH: [...nodeFolders(clone), ...(PATH === undefined ? [] : [PATH])].join(delimiter),
    ...others,
    ...parallelism(stack.buildsHere, shellIsForLocal),
    // The provider takes 15 ms to compare an image with its state; Pulumi has it compare them one after another without this.
    PULUMI_PARALLEL_DIFF: process.env.PULUMI_PARALLEL_DIFF || "true",
    PULUMI_BACKEND_URL: stack.stateBucket === undefined ? local : elsewhere || `gs://${stack.stateBucket}`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    BUILDX_CONFIG: clonePath(clone, "buildx"),
  };
}

/**
 * The variables of a process of Pulumi that runs the program, beside those of this process. Go's programs collect garbage whenever
 * their memory has doubled: the engine and the provider end after seconds and can wait for four times as much. And for each image
 * the provider would ask git for its commit and remote, several processes, to write them into attestations that no image has. A shell
 * or a service does not get this, since other programs would follow it.
 */
export function engineEnvironment(): Readonly<Record<string, string>> {
  return { GOGC: process.env.GOGC || "300", BUILDX_GIT_INFO: process.env.BUILDX_GIT_INFO || "false" };
}

/**
 * The folder of the Node.js that npm installed, the one that the functions run on in their images: it starts the program faster
 * than older ones. None where it has none for this kind of machine.
 */
function nodeFolders(clone: string): readonly string[] {
  const folder = join(clone, "node_modules", `node-${process.platform}-${process.arch}`, "bin");
  return existsSync(folder) ? [folder] : [];
}

/**
 * How many images are built at once: on this machine one more than it has processors, which a build keeps busy, most of all
 * with emulated checks. Pulumi's own four for each processor only make them share caches and memory. Elsewhere it stays so.
 */
function parallelism(buildsHere: boolean, shellIsForLocal: boolean): Readonly<Record<string, string>> {
  const here = String(availableParallelism() + 1);
  if (buildsHere) return { PULUMI_PARALLEL: process.env.PULUMI_PARALLEL || here };
  // Pulumi takes 0 for none set.
  return shellIsForLocal && process.env.PULUMI_PARALLEL === here ? { PULUMI_PARALLEL: "0" } : {};
}
