// Owns reading what a stack put out, in the form that infra/ declares.
import { runQuietly } from "../child.ts";

/** What a stack says of a function. */
export interface FunctionOutput {
  readonly name: string;
  readonly version: string;
  /** Reference by digest, `registry/path/name@sha256:...`. */
  readonly ref: string;
  /** Each `registry/path/name:tag`. */
  readonly tags: readonly string[];
  /** By published platform: bytes that a pull downloads. */
  readonly platforms?: Readonly<Record<string, { readonly size: number }>>;
}

/** The outputs that the commands use. */
export interface StackOutputs {
  readonly functions: Readonly<Record<string, FunctionOutput>>;
}

/** The outputs of the stack's last update; undefined where there is no such stack. */
export async function readOutputs(
  pulumi: string,
  clone: string,
  stack: string,
): Promise<StackOutputs | undefined> {
  const args = ["stack", "output", "--json", "--stack", stack];
  const { code, stdout } = await runQuietly(pulumi, args, { cwd: clone });
  if (code !== 0) return undefined;
  const { functions = {} } = JSON.parse(stdout) as Partial<StackOutputs>;
  return { functions };
}
