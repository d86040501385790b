// Owns reading what a stack put out, in the form that infra/ declares.
import { Problems } from "../../catalog/problems.ts";
import { type Finished, runQuietly } from "../child.ts";

/** What a stack says of a function. */
export interface FunctionOutput {
  readonly name: string;
  readonly version: string;
  /** Reference by digest, `registry/path/name@sha256:...`. */
  readonly ref: string;
  /** Each `registry/path/name:tag`. */
  readonly tags: readonly string[];
  /** By published platform: its manifest's digest, and the bytes that a pull downloads. */
  readonly platforms?: Readonly<Record<string, { readonly digest?: string; readonly size: number }>>;
}

/** The outputs that the commands use. */
export interface StackOutputs {
  /** What every image's name starts with. */
  readonly imagePrefix?: string;
  readonly functions: Readonly<Record<string, FunctionOutput>>;
}

/** The outputs of the stack's last update; undefined where there is no such stack. */
export async function readOutputs(
  pulumi: string,
  clone: string,
  stack: string,
): Promise<StackOutputs | undefined> {
  const { code, stdout } = await askOutputs(pulumi, clone, stack);
  if (code !== 0) return undefined;
  const { functions = {} } = JSON.parse(stdout) as Partial<StackOutputs>;
  return { functions };
}

/**
 * The outputs of a stack that was updated.
 *
 * @throws Problems where there is no such stack, or where none of its updates came to its end
 */
export async function requireOutputs(
  pulumi: string,
  clone: string,
  stack: string,
): Promise<Required<StackOutputs>> {
  const refuse = (must: string, cure: string) =>
    new Problems("The stack's outputs cannot be read:", [{ path: `stack "${stack}"`, must, cure }]);
  const { code, stdout, stderr } = await askOutputs(pulumi, clone, stack);
  if (code !== 0) {
    const [, why = stderr.trim()] = /^error: (.+)$/m.exec(stderr) ?? [];
    throw refuse(`must be a stack of this project, but: ${why}`, "see `npm run pulumi -- stack ls`");
  }
  const { functions, imagePrefix } = JSON.parse(stdout) as Partial<StackOutputs>;
  if (functions !== undefined && imagePrefix !== undefined) return { functions, imagePrefix };
  throw refuse(
    "must have been updated to the end once, but has no outputs",
    `run \`npm run pulumi -- up --stack ${stack}\``,
  );
}

function askOutputs(pulumi: string, clone: string, stack: string): Promise<Finished> {
  return runQuietly(pulumi, ["stack", "output", "--json", "--stack", stack], { cwd: clone });
}
