// Owns how a validation step tells its problems: each is about one path, in a list that all steps share.
import type { Problem } from "../problems.ts";

/** Adds a problem about `path`, relative to the root, with `:line` where it is known. */
export type Report = (path: string, must: string, cure?: string) => void;

/** A report that adds to `problems`. */
export function reportTo(problems: Problem[]): Report {
  return (path, must, cure) => problems.push(cure === undefined ? { path, must } : { path, must, cure });
}
