// Owns how Pulumi gets at index.ts: as a bundle, which starts in a fraction of the time that its hundred modules take.
import { createRequire } from "node:module";
import { bundleProgram } from "./infra/bundle.mjs";

const bundle = await bundleProgram(import.meta.dirname, "index.ts").catch(refuse);

/** The stack's outputs. */
export default await createRequire(import.meta.url)(bundle).default;

/** Where the file system refuses the bundle: the cure, without a stack. */
async function refuse(error) {
  const [{ formatProblem, refusalOf }, { RunError }] = await Promise.all([
    import("./catalog/problem.mjs"),
    import("@pulumi/pulumi"),
  ]);
  const refusal = refusalOf(error, ".cache/program");
  if (refusal === undefined) throw error;
  throw new RunError(formatProblem(refusal));
}
