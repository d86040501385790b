// Owns what `npm run bench -- functions` prints: a row for each function, outside and in its image side by side.
import type { Measured } from "./measure.ts";

/** One result for each size, or why there are none. */
export type Times = readonly Measured[] | string;

/** What was measured of one function. */
export interface FunctionTimes {
  readonly name: string;
  /** The case that its functionConfig comes from. */
  readonly case: string;
  readonly outside: Times;
  /** Undefined where it was not asked for. */
  readonly image: Times | undefined;
}

/** The table, and below it a line for each measurement that there is not. */
export function renderTimes(times: readonly FunctionTimes[], sizes: readonly number[]): string {
  const withImage = times.some(({ image }) => image !== undefined);
  const group = (title: string): readonly string[] => {
    const [first, ...others] = sizes.map(String);
    return [`${title}: ${first}`, ...others, "x bare", "MiB"];
  };
  const head = ["function", ...group("outside"), ...(withImage ? group("image") : [])];
  const rows = times.map(({ name, outside, image }) => [
    name,
    ...cells(outside, sizes),
    ...(image === undefined ? [] : cells(image, sizes)),
  ]);
  const found = times.flatMap(({ outside, image = "" }) => [outside, image]);
  return [...align([head, ...rows]), "", legend(found, sizes[0] ?? 0), ...missing(times), ""].join("\n");
}

function align(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) ?? [];
  const pad = (cell: string, at: number) =>
    at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0);
  return rows.map((row) => row.map(pad).join("  "));
}

function cells(measured: Times, sizes: readonly number[]): readonly string[] {
  if (typeof measured === "string") return [...sizes, "", ""].map(() => "-");
  const [first] = measured;
  const ratio = first === undefined ? "-" : (first.milliseconds / first.reference).toFixed(2);
  const peak = Math.max(...measured.map((one) => one.peak)) / (1 << 20);
  return [...measured.map((one) => one.milliseconds.toFixed(0)), ratio, peak.toFixed(0)];
}

function legend(all: readonly Times[], smallest: number): string {
  const bare = all.flatMap((one) => (typeof one === "string" ? [] : one.map(({ reference }) => reference)));
  const range =
    bare.length === 0
      ? ""
      : `; it took ${Math.min(...bare).toFixed(0)} to ${Math.max(...bare).toFixed(0)} ms`;
  return [
    "Milliseconds of whole processes, medians, by the number of resources; MiB: the largest memory of any of them.",
    `x bare: ${smallest} resources against a bare \`node -e 0\`, run in turn with them${range}.`,
  ].join("\n");
}

function missing(times: readonly FunctionTimes[]): readonly string[] {
  const names = new Map<string, string[]>();
  const add = (where: string, name: string, measured: Times | undefined): void => {
    if (typeof measured !== "string") return;
    const line = `Not measured ${where}, because ${measured}`;
    names.set(line, [...(names.get(line) ?? []), name]);
  };
  for (const one of times) {
    add("outside a container", one.name, one.outside);
    add("in the image", one.name, one.image);
  }
  return [...names].map(([line, of]) => `${line}: ${of.join(", ")}`);
}
