// Owns text that Markdown shows as it is.
import { stripVTControlCharacters } from "node:util";

/** Text in a code span. A run of backticks in it cannot end the span. */
export function code(text: string): string {
  const ticks = "`".repeat(longestRun(text) + 1);
  const space = ticks.length > 1 ? " " : "";
  return `${ticks}${space}${text.replace(/\s+/g, " ")}${space}${ticks}`;
}

/** Lines in a code block. Colours and other control characters are left out. */
export function fence(text: string, language = "text"): string {
  const plain = stripVTControlCharacters(text).replace(/[^\P{Cc}\n\t]/gu, "");
  const ticks = "`".repeat(Math.max(3, longestRun(plain) + 1));
  return `${ticks}${language}\n${plain}\n${ticks}`;
}

/** A row of a table. */
export function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
