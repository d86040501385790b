// Owns how a function's process starts: its program, from V8's compiled code of it where that lies beside it.
import { readFileSync } from "node:fs";
import { Script } from "node:vm";

/** The program that `start.cjs` starts, in the same folder, and V8's compiled code of it. */
const [program, compiled] = [`${__dirname}/function.cjs`, `${__dirname}/function.code`];

/**
 * A function's program as a script, wrapped as Node.js wraps a CommonJS module.
 *
 * @param name of the file, as stack traces show it
 * @param code V8's compiled code of it. V8 refuses what another V8, or one with other options, has made; the text is compiled
 * then, which takes longer and gives the same. Of the text it compares the length alone: both have to be of one build
 */
export function compile(name: string, code?: Buffer): Script {
  const text = `(function(exports,require,module){${readFileSync(program, "utf8")}\n})`;
  return new Script(text, { filename: name, ...(code && { cachedData: code }) });
}

/** Runs a program's script as this module: its exports are what `require` of this file gives. */
export function open(script: Script, into: { exports: object }): void {
  script.runInThisContext()(into.exports, require, into);
}

function readCompiled(): Buffer | undefined {
  try {
    return readFileSync(compiled);
  } catch {
    return undefined; // It is only faster with it.
  }
}

// The program's own last line runs it where it is the main module.
if (require.main === module) open(compile(program, readCompiled()), module);
