// Owns keeping the stacks of errors quick to print, until Node.js prints them quickly itself.
//
// The SDK's source maps place its files in `node_modules/@pulumi/resource.ts` and the like, without the package's name.
// Node.js 20 colours such a line for half a minute before the program ends, so the name is put back first.

function mend(error: unknown): void {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.stack === undefined) continue;
    at.stack = at.stack.replaceAll(
      /node_modules\/@pulumi\/(?=[\w-]+\.[jt]s\b)/g,
      "node_modules/@pulumi/pulumi/",
    );
  }
}

process.prependListener("uncaughtException", mend);
process.prependListener("unhandledRejection", mend);
