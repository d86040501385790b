// Owns the tests of what the comparison with other ways of publishing makes of its samples.
import assert from "node:assert/strict";
import { test } from "node:test";
import { median } from "../../tools/bench/median.ts";
import { goals } from "../../tools/bench/scale/goals.ts";
import { renderReport } from "../../tools/bench/scale/report.ts";
import type { Sample, Situation } from "../../tools/bench/scale/samples.ts";

const sample = (
  size: number,
  situation: Situation,
  contender: Sample["contender"],
  seconds: number,
  round = 0,
): Sample => ({ size, situation, contender, seconds, memory: 3e8, round });

test("a median is the middle one, or the mean of the two in the middle", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.equal(median([]), undefined);
});

test("the report has medians, ratios to this program, and how many samples each has", () => {
  const samples = [
    ...[4, 3, 9].map((seconds, round) => sample(15, "none changed", "program", seconds, round)),
    sample(15, "none changed", "bake", 2),
    sample(15, "cold", "program", 30),
    sample(15, "cold", "stages", 33),
  ];
  const lines = renderReport(samples).split("\n");
  assert.ok(
    lines.includes("| 15 | none changed | 4.0 s | 2.0 s (0.50×) | - | - | - | 300 MB | 3 / 1 / 0 / 0 / 0 |"),
  );
  assert.ok(
    lines.includes("| 15 | cold | 30.0 s | - | 33.0 s (1.10×) | - | - | 300 MB | 1 / 0 / 1 / 0 / 0 |"),
  );
  assert.ok(lines.includes("| 15 functions, none changed: no slower than bake | 0.50× | no |"));
  const cold = "15 functions, cold: ahead of a bake that builds the same check and release targets";
  assert.ok(lines.includes(`| ${cold} | 1.10× | yes |`));
});

test("goals that compare do so round by round, and tell how sure that is", () => {
  const rounds = (contender: Sample["contender"], seconds: readonly number[]) =>
    seconds.map((one, round) => sample(15, "cold", contender, one, round));
  const measured = (rival: readonly Sample[]) => goals([...rounds("program", [10, 20, 40]), ...rival])[0];
  const outcomes = [
    [20, 40, 80],
    [9, 20, 36],
    [9, 20, 44],
  ].map((seconds) => measured(rounds("stages", seconds)));
  assert.deepEqual(
    outcomes.map((one) => [one?.measured, one?.met]),
    [
      ["2.00× ± 0.00", true],
      ["0.93× ± 0.03", false],
      ["1.00× ± 0.06", undefined],
    ],
  );
  // Of a round that one of them did not end, nothing is known.
  assert.equal(measured([sample(15, "cold", "stages", 60, 1)])?.measured, "3.00×");
  assert.equal(measured([sample(15, "cold", "stages", 60, 3)]), undefined);
});

test("goals are told for what was measured alone, met or not", () => {
  const samples = [
    sample(300, "none changed", "program", 10),
    sample(300, "none changed", "bake", 85),
    sample(300, "none changed", "bare", 8),
    sample(300, "one changed", "program", 15.5),
  ];
  const outcomes = goals(samples).map(({ measured, met }) => [measured, met]);
  assert.deepEqual(outcomes, [
    ["8.50×", true],
    ["1.25×", true],
    ["15.5 s", false],
    ["0.28 GiB", true],
  ]);
});

test("what one function more costs is flat, or it is not", () => {
  const at = (few: number, some: number, many: number) =>
    goals([
      sample(15, "none changed", "program", few),
      sample(100, "none changed", "program", some),
      sample(300, "none changed", "program", many),
    ]).find(({ goal }) => goal.includes("flat"));
  assert.equal(at(3, 5, 9.5)?.met, true);
  assert.equal(at(3, 5, 15)?.met, false);
});
