// Owns the report of a comparison: medians and ratios as a Markdown table, the goals, and the machine they were measured on.
import { readFileSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";
import { goals } from "./goals.ts";
import { type Sample, type Situation, secondsOf } from "./samples.ts";

const contenders = ["program", "bake", "stages", "loop", "bare"] as const;
const situations: readonly Situation[] = ["none changed", "one changed", "all new", "cold"];

/** Medians by size, situation and contender, and whether each goal is met, as Markdown. */
export function renderReport(samples: readonly Sample[]): string {
  const sizes = [...new Set(samples.map(({ size }) => size))].sort((a, b) => a - b);
  const rows = sizes.flatMap((size) => situations.map((situation) => row(samples, size, situation)));
  return [
    table(
      ["functions", "situation", ...titles, "memory of the program", "samples"],
      rows.filter((cells) => cells.length > 0),
    ),
    table(
      ["goal", "measured", "met"],
      goals(samples).map(({ goal, measured, met }) => [
        goal,
        measured,
        met === undefined ? "cannot be told" : met ? "yes" : "no",
      ]),
    ),
  ].join("\n");
}

const titles = [
  "this program",
  "bake",
  "bake of check and release targets",
  "one build after another",
  "a bare program of Images",
];

function row(samples: readonly Sample[], size: number, situation: Situation): readonly string[] {
  const mine = samples.filter((sample) => sample.size === size && sample.situation === situation);
  const own = secondsOf(samples, size, situation, "program");
  if (own === undefined) return [];
  const cells = contenders.map((contender) => {
    const seconds = secondsOf(samples, size, situation, contender);
    if (seconds === undefined) return "-";
    const text = `${seconds.toFixed(1)} s`;
    return contender === "program" ? text : `${text} (${(seconds / own).toFixed(2)}×)`;
  });
  const memory = Math.max(
    ...mine.filter(({ contender }) => contender === "program").map((one) => one.memory),
  );
  const counts = contenders.map((name) => mine.filter(({ contender }) => contender === name).length);
  return [String(size), situation, ...cells, `${Math.round(memory / 1e6)} MB`, counts.join(" / ")];
}

function table(title: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [title, title.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** One paragraph about this machine and the versions that were measured. */
export function describeMachine(versions: Readonly<Record<string, string>>): string {
  const [cpu] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB of memory`;
  const tools = Object.entries({ "Node.js": process.versions.node, ...versions });
  const listed = tools.map(([name, version]) => `${name} ${version}`).join(", ");
  return `${cpus().length} × ${cpu?.model.trim() ?? "unknown processor"}, ${memory}, ${distribution()} (${type()} ${release()}); ${listed}.`;
}

function distribution(): string {
  try {
    const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
    return name ?? type();
  } catch {
    return type();
  }
}
