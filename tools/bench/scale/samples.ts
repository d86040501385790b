// Owns what was measured, and the medians of it.
import { median } from "../median.ts";
import type { Contender } from "./contenders.ts";
import type { Measured } from "./measure.ts";

/** What was measured: the first time, after a change of one function's program, with nothing to do, or with nothing cached. */
export type Situation = "all new" | "one changed" | "none changed" | "cold";

/** One measurement. */
export interface Sample extends Measured {
  /** How many functions. */
  readonly size: number;
  readonly situation: Situation;
  readonly contender: Contender["name"];
}

/** Seconds of one contender in one situation, each its median. */
export function secondsOf(
  samples: readonly Sample[],
  size: number,
  situation: Situation,
  contender: Sample["contender"],
): number | undefined {
  const mine = samples.filter(
    (one) => one.size === size && one.situation === situation && one.contender === contender,
  );
  return median(mine.map(({ seconds }) => seconds));
}
