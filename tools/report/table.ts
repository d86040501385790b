// Owns the table at the end of `npm start`: what the registry holds of every function, and what changed.
import { platforms } from "../../catalog/platforms.ts";
import type { FunctionOutput, StackOutputs } from "../stack/outputs.ts";

const title = ["function", "version", "tags", "digest", ...platforms, "changed"];

/** The functions of a stack as lines of columns; `before` are the outputs of the update before this one. */
export function renderTable(before: StackOutputs | undefined, after: StackOutputs): string {
  const rows = Object.values(after.functions)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((fn) => row(fn, describeChange(before?.functions[fn.name], fn)));
  const gone = Object.values(before?.functions ?? {})
    .filter(({ name }) => after.functions[name] === undefined)
    .map((fn) => row(fn, "removed (still published)"));
  return align([title, ...rows, ...gone]);
}

/** Bytes for people: decimal units, as registries and Docker show them. */
export function formatSize(bytes: number | undefined): string {
  if (bytes === undefined) return "-";
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function row(fn: FunctionOutput, changed: string): readonly string[] {
  const tags = fn.tags.map((tag) => tag.slice(tag.lastIndexOf(":") + 1)).join(" ");
  const sizes = platforms.map((platform) => formatSize(fn.platforms?.[platform]?.size));
  return [fn.name, fn.version, tags, shortDigest(fn.ref), ...sizes, changed];
}

/** Of a reference by digest, `sha256:` and the digest's first twelve digits. */
export function shortDigest(ref: string): string {
  const [, digest] = /@(sha256:[0-9a-f]{12})/.exec(ref) ?? [];
  return digest ?? "-";
}

function describeChange(before: FunctionOutput | undefined, after: FunctionOutput): string {
  if (before === undefined) return "new";
  const same = before.ref === after.ref && before.tags.join() === after.tags.join();
  return same ? "unchanged" : "changed";
}

/** Rows of cells as lines in which each column has one width; the first row is the title. */
export function align(rows: readonly (readonly string[])[]): string {
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? [];
  const lines = rows.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}
