// Owns how the stacks of errors are written while the program runs: quick to make and quick to print.

/** What asks for a stack without an error: for every resource of the SDK, and every call of the engine. */
const askers = new Set(["callsites", "makeUnaryRequest"]);

/** The error that a server of the SDK's for hooks waits for, when it asks itself whether it has started. */
const probe = "3 INVALID_ARGUMENT: callback not found: ";

/** Changes what writes stacks now: the SDK's own, which knows source maps. */
export function quickenStacks() {
  const format = Error.prepareStackTrace;
  Error.prepareStackTrace = (error, frames) => {
    // The engine is told a resource's place in the sources, which nothing here reads; with source maps that takes long.
    if (askers.has(frames[0]?.getFunctionName())) return "";
    if (error.message === probe) return probe;
    const stack = format?.(error, frames) ?? [`${error}`, ...frames].join("\n    at ");
    return typeof stack === "string" ? withPackage(stack) : stack;
  };
}

/** Modules whose promises take no stacks any more. */
const quickened = new WeakSet();

/**
 * The SDK takes a stack for each of its promises, a dozen for a resource: a tenth of a run of 300 images. They are shown when leaked
 * promises are debugged, and taken then.
 */
export function withoutStacks(debuggable) {
  const { debuggablePromise } = debuggable;
  // A module that loads it in a circle gets it while it is empty.
  const isReady = debuggablePromise !== undefined && !quickened.has(debuggable);
  if (!isReady || process.env.PULUMI_DEBUG_PROMISE_LEAKS) return debuggable;
  quickened.add(debuggable);
  debuggable.debuggablePromise = (promise, context) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
  return debuggable;
}

/**
 * The SDK's source maps place its files in `node_modules/@pulumi/resource.ts` and the like, without the package's name. Node.js
 * 20 colours such a line for half a minute before the program ends, so the name is put back first.
 */
function withPackage(stack) {
  return stack.replaceAll(/node_modules\/@pulumi\/(?=[\w-]+\.[jt]s\b)/g, "node_modules/@pulumi/pulumi/");
}
