// Owns the sizes that a function.yaml can name: decimal units, as registries and Docker show them.
import type { Report } from "./report.ts";
import type { YamlFile } from "./yaml.ts";

/**
 * What a function may add to its base where it says nothing: a bundle of TypeScript with the SDK takes a fifth of it, V8's compiled
 * code of that two fifths.
 */
const defaultBudget = 300_000;

const units: Readonly<Record<string, number>> = { kB: 1e3, MB: 1e6 };

/** `budget` of a function.yaml, in bytes; the default after a report. */
export function readBudget(file: YamlFile, refuse: Report): number {
  const { budget } = file.values;
  if (budget === undefined) return defaultBudget;
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?(kB|MB)$/.exec(String(budget)) ?? [];
  const bytes = Math.round(Number(number) * (units[unit ?? ""] ?? Number.NaN));
  if (bytes > 0) return bytes;
  const shown = typeof budget === "string" ? JSON.stringify(budget) : `"${JSON.stringify(budget)}"`;
  const must = `\`budget\` must be a size in kB or MB, how much one platform's image may add to its base, not ${shown}`;
  refuse(file.at("budget"), must, `write \`budget: ${meant(budget)}\``);
  return defaultBudget;
}

/** The size that was meant, if that is obvious. */
function meant(budget: unknown): string {
  const [, number = "", unit = ""] = /^\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]*)\s*$/.exec(String(budget)) ?? [];
  if (Number(number) > 0 && /^mi?b?$/i.test(unit)) return `${number} MB`;
  if (Number(number) > 0 && /^ki?b?$/i.test(unit)) return `${number} kB`;
  return Number(number) >= 1000 && unit === "" ? `${Math.ceil(Number(number) / 1000)} kB` : "300 kB";
}
