// Owns V8's compiled code of a function's program: made in the build by the Node.js that is to run it, and tried at once.
import { setFlagsFromString } from "node:v8";
import type { Script } from "node:vm";
import type { Run } from "./cases.ts";

/** What `start.cjs` gives to who requires it; see sdk/start.ts. */
export interface Starter {
  compile(name: string, code?: Buffer): Script;
  open(script: Script, into: { exports: object }): void;
}

/**
 * V8's code of the whole program, the same bytes on every machine of an architecture: nothing of the program has run, no folder
 * is in it, and Node.js has to be started with `reproducible`. It counts for a Node.js that has V8's other options in common with
 * this one.
 */
export function compiledCode({ compile }: Starter): Buffer {
  setFlagsFromString("--no-lazy");
  const script = compile("function.cjs");
  // The options at this moment are what the code is made for.
  setFlagsFromString("--lazy");
  return script.createCachedData();
}

/** The options that make V8's hashes, which are in its code, follow from nothing but what is compiled. */
export const reproducible: readonly string[] = ["--predictable", "--random-seed=1"];

/**
 * The program as it starts from `code`.
 *
 * @param name of its file: another one than it was compiled under, or V8 takes what it has in memory
 * @throws Error where V8 refuses the code
 */
export function openCompiled({ compile, open }: Starter, code: Buffer, name: string): Run {
  const script = compile(name, code);
  if (script.cachedDataRejected)
    throw new Error(
      `${name}: V8 must take the code that it has made of it, but refuses it; look at the options in ENTRYPOINT`,
    );
  const program = { exports: {} as { evaluate: Run } };
  open(script, program);
  return program.exports.evaluate;
}

/**
 * From now on this process compiles as little as V8 can: under emulation, what is compiled is translated once more (22 cases:
 * 4.0 s of processor time, 2.5 s without).
 */
export function interpret(): void {
  for (const option of ["--no-opt", "--no-sparkplug", "--regexp-tier-up-ticks=1000000"])
    setFlagsFromString(option);
}
