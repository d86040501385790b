// Owns how the stacks of errors are written while the program runs: quick to make and quick to print.

/** What asks for a stack without an error: for every promise and every resource of the SDK, and every call of the engine. */
const askers = new Set(["debuggablePromise", "callsites", "makeUnaryRequest"]);

/** Changes what writes stacks now: the SDK's own, which knows source maps. */
export function quickenStacks() {
  const format = Error.prepareStackTrace;
  Error.prepareStackTrace = (error, frames) => {
    // Those of promises are shown when leaked promises are debugged, and the engine is told a resource's place in the sources,
    // which nothing here reads. With source maps they are half of a run of 300 images.
    if (askers.has(frames[0]?.getFunctionName()) && !process.env.PULUMI_DEBUG_PROMISE_LEAKS) return "";
    const stack = format?.(error, frames) ?? [`${error}`, ...frames].join("\n    at ");
    return typeof stack === "string" ? withPackage(stack) : stack;
  };
}

/**
 * The SDK's source maps place its files in `node_modules/@pulumi/resource.ts` and the like, without the package's name. Node.js
 * 20 colours such a line for half a minute before the program ends, so the name is put back first.
 */
function withPackage(stack) {
  return stack.replaceAll(/node_modules\/@pulumi\/(?=[\w-]+\.[jt]s\b)/g, "node_modules/@pulumi/pulumi/");
}
