// Owns telling what is wrong with a function's source in the project's own form.
import type { Message } from "esbuild";
import type { Problem } from "../problems.ts";

/** esbuild's errors as problems, each with file, line and column. */
export function bundleProblems(errors: readonly Message[]): readonly Problem[] {
  return errors.map(({ text, location }) => {
    if (location === null) return { path: "functions", must: `must compile: ${text}` };
    const missing = /^No matching export in "([^"]+)" for import "default"/.exec(text)?.[1];
    if (missing !== undefined && location.file.startsWith("function:")) {
      const must = "must have a default export: the function's transform";
      return { path: missing, must, cure: "write `export default transform`" };
    }
    const path = `${location.file}:${location.line}:${location.column + 1}`;
    const must = `must compile: ${text}, at "${location.lineText.trim()}"`;
    const wanted = /^Could not resolve "((?:@[^/"]+\/)?[^./"][^/"]*)/.exec(text)?.[1];
    return wanted === undefined ? { path, must } : { path, must, cure: `run \`npm install ${wanted}\`` };
  });
}

/** What a function imports and may not: it stands on the SDK, its own files and packages only. */
export function importProblems(name: string, inputs: readonly string[]): readonly Problem[] {
  const allowed = [`functions/${name}/`, "sdk/", "node_modules/"];
  return inputs
    .filter((path) => !allowed.some((folder) => path.startsWith(folder)))
    .map((path) => ({
      path: `functions/${name}`,
      must: `must import only the SDK, its own files and packages, not "${path}"`,
      cure: "copy what it needs, or move it to sdk/",
    }));
}
