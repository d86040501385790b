// Owns what a release report is: the same for a preview, an update, Markdown and JSON.

/** How a function differs from before; `published` where it is not known what was before. */
export type Change = "new" | "changed" | "removed" | "published";

/** One function of a report. */
export interface ReportedFunction {
  readonly name: string;
  readonly change: Change;
  readonly version?: string;
  readonly versionBefore?: string;
  /** Image name without tag and digest. */
  readonly image?: string;
  /** Without the image's name; of a removed function, those that stay published. */
  readonly tags: readonly string[];
  /** Of the index; undefined where a preview could not build it. */
  readonly digest?: string;
  readonly digestBefore?: string;
  /** By platform; empty in a preview. Sizes are the bytes that a pull downloads. */
  readonly platforms: Readonly<Record<string, ReportedPlatform>>;
  /** The base image, as the published image's labels name it. */
  readonly base?: { readonly name: string; readonly digest: string };
}

/** One platform of a published function. */
export interface ReportedPlatform {
  readonly digest?: string;
  readonly size: number;
  readonly sizeBefore?: number;
}

/** What one update did, or what a preview says that it would do. */
export interface Report {
  readonly stack: string;
  readonly of: "update" | "preview";
  /** False where the preview failed: then `functions` has what is known of it. */
  readonly succeeded: boolean;
  /** All but the unchanged ones, by name. */
  readonly functions: readonly ReportedFunction[];
  /** How many functions stay as they are; undefined where that is not known. */
  readonly unchanged?: number;
  /** What else a preview would change: an operation on a resource that is no function's. */
  readonly others: readonly { readonly op: string; readonly urn: string }[];
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}
