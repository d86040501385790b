// Owns what verification offers: asking a registry whether it has what a stack published, and putting tags back.
export { type Mended, mendTags } from "./mend.ts";
export type { Cures, Demand, FunctionReport, PlatformReport, Published, TagReport } from "./published.ts";
export { type VerifyOptions, verifyFunctions } from "./verify.ts";
