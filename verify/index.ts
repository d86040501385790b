// Owns what verification offers: asking a registry whether it has what a stack published, and putting tags back.
export { type Mended, mendTags } from "./mend.ts";
export type {
  Cures,
  Demand,
  FunctionReport,
  PlatformReport,
  Published,
  RebuildReport,
  RunReport,
  TagReport,
} from "./published.ts";
export { runAsKpt } from "./run/kpt.ts";
export { type RunOptions, runFunctions } from "./run/run.ts";
export { type VerifyOptions, verifyFunctions } from "./verify.ts";
