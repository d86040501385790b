// Owns what was measured: the medians of it, and how contenders compare round by round.
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
  /** The round that it is of, from 0. */
  readonly round: number;
}

/** Seconds of one contender in one situation, each its median. */
export function secondsOf(
  samples: readonly Sample[],
  size: number,
  situation: Situation,
  contender: Sample["contender"],
): number | undefined {
  return median(samplesOf(samples, size, situation, contender).map(({ seconds }) => seconds));
}

/** How many times as long as this program another contender takes. */
export interface Ratio {
  /** Geometric mean of the rounds' ratios. */
  readonly mean: number;
  /** Its standard error, as a part of it; undefined for less than three rounds. */
  readonly error: number | undefined;
}

/**
 * Compares a contender with this program round by round: a shared machine is faster in one round than in another, for all
 * contenders alike. Undefined where no round has both.
 */
export function ratioOf(
  samples: readonly Sample[],
  size: number,
  situation: Situation,
  rival: Sample["contender"],
): Ratio | undefined {
  const program = samplesOf(samples, size, situation, "program");
  const own = new Map(program.map(({ round, seconds }) => [round, seconds]));
  const logs = samplesOf(samples, size, situation, rival).flatMap(({ round, seconds }) => {
    const base = own.get(round);
    return base === undefined ? [] : [Math.log(seconds / base)];
  });
  if (logs.length === 0) return undefined;
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  const error = logs.length < 3 ? undefined : Math.sqrt(squares / (logs.length - 1) / logs.length);
  return { mean: Math.exp(mean), error };
}

function samplesOf(
  samples: readonly Sample[],
  size: number,
  situation: Situation,
  contender: Sample["contender"],
): readonly Sample[] {
  return samples.filter(
    (one) => one.size === size && one.situation === situation && one.contender === contender,
  );
}
