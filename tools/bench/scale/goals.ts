// Owns the goals of the comparison: what each says, and whether the samples meet it.
import { type Ratio, ratioOf, type Sample, type Situation, secondsOf } from "./samples.ts";

/** A goal with what was measured for it. */
export interface Outcome {
  readonly goal: string;
  readonly measured: string;
  /** Undefined where what was measured is nearer to the goal than its standard error. */
  readonly met: boolean | undefined;
}

/** The goals for which there are samples. */
export function goals(samples: readonly Sample[]): readonly Outcome[] {
  const faster = (
    size: number,
    situation: Situation,
    rival: "bake" | "stages",
    least: number,
    goal: string,
  ) => {
    const ratio = ratioOf(samples, size, situation, rival);
    return ratio === undefined ? [] : [{ goal, measured: format(ratio), met: isAtLeast(ratio, least) }];
  };
  const within = (size: number, situation: Situation, most: number) => {
    const own = secondsOf(samples, size, situation, "program");
    if (own === undefined) return [];
    const goal = `${size} functions, ${situation}: at most ${most} s`;
    return [{ goal, measured: `${own.toFixed(1)} s`, met: own <= most }];
  };
  return [
    ...faster(15, "none changed", "bake", 1, "15 functions, none changed: no slower than bake"),
    ...faster(100, "none changed", "bake", 5, "100 functions, none changed: 5 times faster than bake"),
    ...faster(300, "none changed", "bake", 8, "300 functions, none changed: 8 times faster than bake"),
    ...nearBare(samples),
    ...within(15, "one changed", 5),
    ...within(300, "one changed", 15),
    ...faster(
      15,
      "cold",
      "stages",
      1,
      "15 functions, cold: ahead of a bake that builds the same check and release targets",
    ),
    ...flat(samples),
    ...modest(samples),
  ];
}

function format({ mean, error }: Ratio): string {
  return error === undefined ? `${mean.toFixed(2)}×` : `${mean.toFixed(2)}× ± ${(mean * error).toFixed(2)}`;
}

function isAtLeast({ mean, error = 0 }: Ratio, least: number): boolean | undefined {
  const by = Math.log(mean / least);
  return Math.abs(by) < error ? undefined : by >= 0;
}

function nearBare(samples: readonly Sample[]): readonly Outcome[] {
  const ratio = ratioOf(samples, 300, "none changed", "bare");
  if (ratio === undefined) return [];
  const goal = "300 functions, none changed: within 1.3 times a bare program of 300 Images";
  const { mean, error } = ratio;
  return [{ goal, measured: format({ mean: 1 / mean, error }), met: isAtLeast(ratio, 1 / 1.3) }];
}

/** What one function more costs a run with nothing changed, from 15 to 100 and from 100 to 300. */
function flat(samples: readonly Sample[]): readonly Outcome[] {
  const [few, some, many] = [15, 100, 300].map((size) => secondsOf(samples, size, "none changed", "program"));
  if (few === undefined || some === undefined || many === undefined) return [];
  const [first, second] = [(some - few) / 85, (many - some) / 200];
  const goal = "none changed: what one function more costs stays flat from 15 to 300 (within a quarter)";
  const measured = `${(first * 1000).toFixed(0)} ms, then ${(second * 1000).toFixed(0)} ms`;
  return [{ goal, measured, met: second <= first * 1.25 }];
}

function modest(samples: readonly Sample[]): readonly Outcome[] {
  const own = samples.filter(({ size, contender }) => size === 300 && contender === "program");
  if (own.length === 0) return [];
  const memory = Math.max(...own.map((sample) => sample.memory));
  const goal = "300 functions: memory under 2 GiB";
  return [{ goal, measured: `${(memory / 2 ** 30).toFixed(2)} GiB`, met: memory < 2 ** 31 }];
}
