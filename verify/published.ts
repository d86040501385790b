// Owns what verification starts from and what it tells: what a stack says it published, what the catalog demands of it, and
// how the registry has it.
import type { Problem } from "../catalog/problems.ts";

/** What a stack says it published of a function. */
export interface Published {
  readonly name: string;
  readonly version: string;
  /** `host[:port]/path`. */
  readonly image: string;
  /** Of the index. */
  readonly digest: string;
  /** Without the image's name, such as `v1.2.3`. */
  readonly tags: readonly string[];
}

/** What the catalog demands of a function's image. */
export interface Demand {
  /** Whether a Dockerfile of its own makes it, so that each platform may have a program of its own. */
  readonly ownRecipe: boolean;
  /** Whether it stands on a base of the stack, which its labels then name. */
  readonly hasBase: boolean;
  /** How many bytes one platform's layers may have beside the base's, compressed. */
  readonly budget: number;
}

/**
 * How a tag stands: `right`; `moved` to another image; `gone`; or `newer`: a floating tag that a newer release has, as
 * another stack may have published it.
 */
export type TagState = "right" | "moved" | "gone" | "newer";

/** A tag in the registry. */
export interface TagReport {
  readonly tag: string;
  readonly state: TagState;
  /** What it points at; undefined where it is gone. */
  readonly digest?: string;
}

/** One platform's image in the registry. */
export interface PlatformReport {
  readonly platform: string;
  readonly digest: string;
  /** Bytes that a pull downloads. */
  readonly size: number;
  /** Bytes of the layers that stand on the base; undefined where the base could not be read. */
  readonly applicationSize?: number;
}

/** How the cases ran in one platform's image; `not run`: this machine does not run that platform. */
export interface RunReport {
  readonly platform: string;
  readonly state: "passed" | "failed" | "not run";
  /** How many ran, each twice. */
  readonly cases: number;
}

/** What building a function again gave. */
export interface RebuildReport {
  readonly commit: string;
  readonly digest: string;
  /** Whether that is the published digest. */
  readonly same: boolean;
}

/** What the registry has of a function, and all that does not hold of it. */
export interface FunctionReport extends Published {
  readonly tagReports: readonly TagReport[];
  readonly platforms: readonly PlatformReport[];
  /** Whether every part of the index is there, so that a tag can be pointed at it. */
  readonly isWhole: boolean;
  /** Where its cases ran, if they did. */
  readonly runs?: readonly RunReport[];
  /** What it came out as, where it was built again. */
  readonly rebuild?: RebuildReport;
  readonly problems: readonly Problem[];
}

/** How a user mends what does not hold: commands, as they are typed. */
export interface Cures {
  /** Puts tags back. */
  readonly mend: string;
  /** Publishes a function again. */
  publish(name: string): string;
}

/** Adds a problem of one function. */
export type Refuse = (path: string, must: string, cure?: string) => void;
