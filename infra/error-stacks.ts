// Owns how the stacks of errors are written while the program runs: quick to make, quick to print, with lines as in the sources.
import { findSourceMap } from "node:module";

const format = Error.prepareStackTrace;

Error.prepareStackTrace = (error, frames) => {
  // The SDK asks for the stack of every promise that it makes, and shows it in one case: when leaked promises are debugged.
  // With source maps that is a third of a run of 300 images.
  if (frames[0]?.getFunctionName() === "debuggablePromise" && !process.env.PULUMI_DEBUG_PROMISE_LEAKS)
    return "";
  const stack: unknown = format?.(error, frames) ?? [`${error}`, ...frames].join("\n    at ");
  return typeof stack === "string" ? withPackage(withLines(stack)) : stack;
};

/**
 * The SDK's source maps place its files in `node_modules/@pulumi/resource.ts` and the like, without the package's name. Node.js
 * 20 colours such a line for half a minute before the program ends, so the name is put back first.
 */
function withPackage(stack: string): string {
  return stack.replaceAll(/node_modules\/@pulumi\/(?=[\w-]+\.[jt]s\b)/g, "node_modules/@pulumi/pulumi/");
}

/** The places in this program's own files, which the SDK's formatter leaves as they are in what Node.js runs. */
function withLines(stack: string): string {
  return stack.replaceAll(/(file:\/\/\S+?\.ts):(\d+):(\d+)/g, (place, file, line, column) => {
    const entry = findSourceMap(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (entry === undefined || !("originalLine" in entry)) return place;
    return `${file}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}
