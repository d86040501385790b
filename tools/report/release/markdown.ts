// Owns a report as Markdown for a pull request's comment, a job's summary or a release page.
import { formatSize } from "../table.ts";
import { details } from "./details.ts";
import type { Report, ReportedFunction } from "./model.ts";
import { code, fence, row } from "./text.ts";

/** What a comment on GitHub can hold is 65,536 characters; a workflow adds some lines of its own. */
const limit = 60_000;
const messageLines = 60;

/** Marks the comment that belongs to a stack, so that the next run finds and replaces it. */
export function marker(stack: string): string {
  return `<!-- krm-functions preview of ${stack} -->`;
}

/**
 * The report as Markdown of at most 60,000 characters: the details of functions, then rows of the table, are left out where
 * there are too many, and it says so.
 */
export function renderMarkdown(report: Report): string {
  const head = [title(report), ...messages(report), ...others(report)].filter((part) => part !== "");
  const room = limit - head.join("\n\n").length;
  const table = fit(rows(report), room / 2);
  const body = fit(
    report.functions.map((fn) => details(fn, report.of)),
    room - table.text.length - 400,
  );
  const left = table.left > 0 ? leftOut(table.left, "functions") : leftOut(body.left, "functions' details");
  return `${[...head, table.text, body.text, left].filter((part) => part !== "").join("\n\n")}\n`;
}

function title(report: Report): string {
  const { stack, functions, unchanged } = report;
  const count = (change: ReportedFunction["change"], word: string) => {
    const number = functions.filter((fn) => fn.change === change).length;
    return number === 0 ? [] : [`${number} ${word}`];
  };
  const counts = [
    ...count("published", functions.length === 1 ? "function" : "functions"),
    ...count("new", "new"),
    ...count("changed", "changed"),
    ...count("removed", "removed"),
    ...(unchanged === undefined ? [] : [`${unchanged} unchanged`]),
  ];
  const summary = counts.length === 0 ? "No functions" : counts.join(", ");
  if (report.of === "update") return `## Published by the stack ${code(stack)}\n\n${summary}.`;
  const heading = `${marker(stack)}\n## What \`up\` would publish with the stack ${code(stack)}`;
  if (report.succeeded) return `${heading}\n\n${summary}. Nothing is published yet.`;
  const rest = functions.length === 0 ? "" : " What is known until then:";
  return `${heading}\n\nThe preview failed, so nothing can be published.${rest}`;
}

function messages({ errors, warnings }: Report): readonly string[] {
  const block = (heading: string, all: readonly string[]) =>
    all.length === 0 ? "" : `### ${heading}\n\n${fence(shorten(all.join("\n\n")))}`;
  return [block("Errors", errors), block("Warnings", warnings)];
}

/** The first lines; the rest is in the log. */
function shorten(text: string): string {
  const lines = text.split("\n").map((line) => (line.length > 500 ? `${line.slice(0, 500)} ...` : line));
  const more = lines.length - messageLines;
  return more > 0 ? [...lines.slice(0, messageLines), `... ${more} more lines`].join("\n") : lines.join("\n");
}

function others({ others }: Report): readonly string[] {
  if (others.length === 0) return [];
  const list = others.slice(0, 50).map(({ op, urn }) => `- ${op} ${code(urn)}`);
  const more = others.length > 50 ? [`- and ${others.length - 50} more`] : [];
  return [["### Other resources, which an administrator applies", "", ...list, ...more].join("\n")];
}

/** The table's head and rows; none where no function is told. */
function rows({ of, succeeded, functions }: Report): readonly string[] {
  if (functions.length === 0) return [];
  const names = of === "preview" ? [] : functions.flatMap((fn) => Object.keys(fn.platforms));
  const platforms = [...new Set(names)].sort();
  const heads = ["function", "change", "version", "digest", ...platforms];
  const unknown = succeeded ? "known after `up`" : "not built";
  const cells = (fn: ReportedFunction) => [
    ...[fn.name, fn.change, version(fn), digest(fn, unknown)],
    ...platforms.map((platform) => size(fn, platform)),
  ];
  return [row(heads), row(heads.map(() => "---")), ...functions.map((fn) => row(cells(fn)))];
}

function version({ version = "-", versionBefore }: ReportedFunction): string {
  return versionBefore === undefined ? version : `${versionBefore} → ${version}`;
}

function digest({ change, digest }: ReportedFunction, unknown: string): string {
  if (change === "removed") return "stays published";
  return digest === undefined ? unknown : code(digest.slice(0, "sha256:".length + 12));
}

function size({ platforms }: ReportedFunction, platform: string): string {
  const { size, sizeBefore } = platforms[platform] ?? {};
  const change = size === undefined || sizeBefore === undefined ? 0 : size - sizeBefore;
  const sign = change < 0 ? "-" : "+";
  return change === 0 ? formatSize(size) : `${formatSize(size)} (${sign}${formatSize(Math.abs(change))})`;
}

/** As many of the parts, from the first on, as have room, and how many are left. */
function fit(parts: readonly string[], room: number): { readonly text: string; readonly left: number } {
  let length = 0;
  const fitting = parts.findIndex((part) => {
    length += part.length + 1;
    return length > room;
  });
  const kept = fitting < 0 ? parts : parts.slice(0, fitting);
  return { text: kept.join("\n"), left: parts.length - kept.length };
}

function leftOut(count: number, what: string): string {
  return count === 0 ? "" : `${count} more ${what} are left out here; \`--json\` has all.`;
}
