// Owns the order of measurements: every contender in every round, so that whatever else the machine does meets all alike.
import { Problems } from "../../../catalog/problems.ts";
import { type BenchProject, describe } from "./catalog.ts";
import type { Contender } from "./contenders.ts";
import { waitForRest } from "./rest.ts";
import type { Sample, Situation } from "./samples.ts";

/** How often, and what is done around it. None of it is in the times. */
export interface Rounds {
  readonly rounds: number;
  /** How often from an emptied builder. */
  readonly coldRounds: number;
  /** Told after each measurement. */
  report(line: string): void;
  /** Makes contexts and recipes follow a change, for the contenders that do not do that themselves. */
  prepare(): Promise<unknown>;
  /** Empties the builder and the registry, and forgets what was published. */
  empty(): Promise<unknown>;
}

/**
 * Lets every contender publish everything, then measures each with one function changed and with nothing changed. A change is
 * to content that nobody has built before: no contender profits from another's build. The loop is measured in the first round
 * alone: it takes minutes, and is nowhere near the others.
 */
export async function measureChanges(
  project: BenchProject,
  contenders: readonly Contender[],
  rounds: Rounds,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const take = taker(project, samples, rounds);
  for (const contender of contenders) await take(contender, "all new", 0);
  for (let round = 0; round < rounds.rounds; round++) {
    const taking = round === 0 ? contenders : contenders.filter(({ name }) => name !== "loop");
    for (const contender of rotate(taking, round)) {
      describe(project.folder, project.functions[0] ?? "", `${contender.name} ${round}`);
      if (contender.name !== "program") await rounds.prepare();
      await take(contender, "one changed", round);
      await take(contender, "none changed", round);
    }
  }
  return samples;
}

/** Measures the contenders from an emptied builder and registry. */
export async function measureCold(
  project: BenchProject,
  contenders: readonly Contender[],
  rounds: Rounds,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const take = taker(project, samples, rounds);
  for (let round = 0; round < rounds.coldRounds; round++) {
    for (const contender of rotate(contenders, round)) {
      await rounds.empty();
      await take(contender, "cold", round);
    }
  }
  return samples;
}

function taker({ functions }: BenchProject, samples: Sample[], { report }: Rounds) {
  return async (contender: Contender, situation: Situation, round: number) => {
    await waitForRest();
    const measured = await contender.publish().catch((error: unknown) => {
      // Others' time-outs, as those of bake with hundreds of targets on a busy machine, must not cost an hour's measurements.
      if (contender.name === "program" || !(error instanceof Problems)) throw error;
      report(`  ${contender.name}, ${situation}: failed, which does not count: ${error.message.slice(-200)}`);
    });
    if (measured === undefined) return;
    const memory = `${Math.round(measured.memory / 1e6)} MB`;
    report(`  ${contender.name}, ${situation}: ${measured.seconds.toFixed(1)} s, ${memory}`);
    samples.push({ ...measured, size: functions.length, situation, contender: contender.name, round });
  };
}

function rotate<T>(list: readonly T[], by: number): readonly T[] {
  const at = by % Math.max(list.length, 1);
  return [...list.slice(at), ...list.slice(0, at)];
}
