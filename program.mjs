// Owns how Pulumi gets at index.ts: as a bundle, which starts in a fraction of the time that its hundred modules take.
import { createRequire } from "node:module";
import { bundleProgram } from "./infra/bundle.mjs";

const bundle = await bundleProgram(import.meta.dirname, "index.ts");

/** The stack's outputs. */
export default await createRequire(import.meta.url)(bundle).default;
